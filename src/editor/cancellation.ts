/** The barrier at the editor's edge: VS Code's cancellation outside, `AbortSignal` inside. */
import type * as vscode from 'vscode';

export function toSignal(token: vscode.CancellationToken): { readonly signal: AbortSignal; readonly dispose: () => void } {
	const controller = new AbortController();
	if (token.isCancellationRequested) controller.abort();
	const listener = token.onCancellationRequested(() => controller.abort());
	return { signal: controller.signal, dispose: () => void listener.dispose() };
}
