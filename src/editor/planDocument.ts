/** "Show Model Plan": a read-only Markdown document, written anew each time it is shown. */
import * as vscode from 'vscode';

export const planUri = vscode.Uri.parse('deepseek-coder-plan:/Model Plan.md');

export class PlanDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<vscode.Uri>();
	private readonly registration = vscode.workspace.registerTextDocumentContentProvider(planUri.scheme, this);

	readonly onDidChange = this.changed.event;

	constructor(private readonly planText: () => string) {}

	provideTextDocumentContent(): string {
		return this.planText();
	}

	async showPlan(): Promise<void> {
		this.changed.fire(planUri);
		await vscode.commands.executeCommand('markdown.showPreview', planUri);
	}

	dispose(): void {
		this.changed.dispose();
		this.registration.dispose();
	}
}
