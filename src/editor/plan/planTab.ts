/**
 * "Show Model Plan": one editor tab with the memory as bars, the alternatives, and what another context would change. The page can be thrown
 * away at any time; it gets everything again when it comes back.
 */
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable';
import type { Staff, Staffing } from '../../core/plan/staffing';
import type { ToPlanHost, ToPlanPage } from '../../protocol/plan';
import type { ModelStore } from '../commands/modelStore';
import { panelHtml } from '../chat/panelHtml';
import { placeName } from '../placeName';
import { noteSentence, planSentence } from './planText';
import type { Settings } from '../settings/settings';
import type { Alternative, WantedModel } from './alternatives';
import { planPage, type PlanView, type Tried } from './planPage';
import { kvHint, planStrings } from './planStrings';
import { readPlanMessage } from './readPlanMessage';

export interface PlanTabDeps {
	readonly extensionUri: vscode.Uri;
	readonly staffing: Pick<Staffing, 'staff' | 'onDidChange' | 'refresh'>;
	readonly settings: Settings;
	readonly stores: () => readonly ModelStore[];
	readonly download: (wanted: WantedModel) => Promise<unknown>;
	readonly log: { warn(message: string): void; error(message: string): void };
}

export class PlanTab implements Disposable {
	static readonly viewType = 'deepseekCoder.plan';

	private panel: vscode.WebviewPanel | undefined;
	private readonly store = new DisposableStore();
	private tried: Tried | undefined;
	private shown: PlanView | undefined;
	private isReady = false;

	constructor(private readonly deps: PlanTabDeps) {
		this.store.add(deps.staffing.onDidChange(() => this.draw()));
	}

	/** Shows the tab where there is one, else opens it. */
	show(): void {
		if (this.panel) this.panel.reveal();
		else this.open();
	}

	dispose(): void {
		this.panel?.dispose();
		this.store.dispose();
	}

	private open(): void {
		const dist = vscode.Uri.joinPath(this.deps.extensionUri, 'dist');
		const panel = vscode.window.createWebviewPanel(PlanTab.viewType, vscode.l10n.t('Model plan'), vscode.ViewColumn.Active, {
			enableScripts: true,
			localResourceRoots: [dist],
		});
		this.panel = panel;
		this.tried = undefined;
		const listeners = [
			panel.webview.onDidReceiveMessage(value => this.receive(value)),
			panel.onDidDispose(() => {
				for (const listener of listeners) listener.dispose();
				this.panel = undefined;
				this.isReady = false;
			}),
		];
		const address = (name: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
		panel.iconPath = vscode.Uri.joinPath(this.deps.extensionUri, 'media', 'icon.png');
		panel.webview.html = panelHtml({
			language: vscode.env.language,
			nonce: crypto.randomUUID(),
			source: panel.webview.cspSource,
			script: address('plan.js'),
			style: address('plan.css'),
		});
	}

	private receive(value: unknown): void {
		const message = readPlanMessage(value);
		if (message === undefined) this.deps.log.warn('plan: ignored an unknown message from the page');
		else this.handle(message).catch((error: unknown) => this.deps.log.error(`plan: ${String(error)}`));
	}

	private async handle(message: ToPlanHost): Promise<unknown> {
		const { staffing, settings, download } = this.deps;
		switch (message.kind) {
			case 'ready':
				this.isReady = true;
				if (staffing.staff) return this.draw('setup');
				return staffing.refresh();
			case 'lookAgain':
				return staffing.refresh();
			case 'tryOut':
				this.tried = { contextTokens: message.contextTokens, kvType: message.kvType };
				return this.draw();
			case 'keepContext': {
				const { tried } = this;
				this.tried = undefined;
				return tried && settings.set('contextTokens', tried.contextTokens);
			}
			case 'use': {
				const row = this.find(message.row);
				return row && this.use(row);
			}
			case 'download': {
				const row = this.find(message.row);
				return row && download(row.wanted);
			}
		}
	}

	private find(id: string): Alternative | undefined {
		return this.shown?.alternatives.find(each => each.id === id);
	}

	private async use({ wanted, roles }: Alternative): Promise<void> {
		const { installed } = wanted;
		if (!installed) return;
		if (roles.includes('completes')) await this.deps.settings.set('model.completion', installed.id);
		if (roles.includes('chats')) await this.deps.settings.set('model.chat', installed.id);
	}

	/** The first page carries the words; later ones only what changed. */
	private draw(kind: ToPlanPage['kind'] = this.shown ? 'page' : 'setup'): void {
		const { staff } = this.deps.staffing;
		if (!staff || !this.isReady || !this.panel) return;
		this.shown = this.look(staff);
		const { page } = this.shown;
		void this.panel.webview.postMessage((kind === 'setup' ? { kind, strings: planStrings(), page } : { kind, page }) satisfies ToPlanPage);
	}

	private look({ hardware, models, plan, engine, settings }: Staff): PlanView {
		const stores = this.deps.stores();
		return planPage(
			{
				hardware,
				models,
				plan,
				settings,
				...(this.tried && { tried: this.tried }),
				canDownload: ({ wanted }) => stores.some(store => store.nameOf(wanted) !== undefined),
			},
			{
				sentence: planSentence,
				note: noteSentence,
				place: `${placeName(engine.place)} · ${vscode.l10n.t('{0} cores', hardware.cores)}`,
				speed: figure => vscode.l10n.t('{0} tok/s', figure),
				reasoner: vscode.l10n.t('Fits when the other models are unloaded.'),
				recommended: vscode.l10n.t('The plan would take it if it were here.'),
				none: vscode.l10n.t('no model'),
				kvHint: kvType => kvHint(engine.id, kvType),
			},
		);
	}
}
