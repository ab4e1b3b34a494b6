/** The one status bar item: state, live speed, and a tooltip with the rest. Redrawn at most four times a second. */
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable';
import type { Roster } from '../../core/engine/roster';
import type { Figures, SpeedMeter } from '../../core/metrics/speedMeter';
import { describeError } from '../trouble/describeError';
import { command, extensionName, statusId } from '../ids';
import { modelName } from '../modelName';
import type { Pause } from './pause';
import { placeName } from '../placeName';
import { statusText } from './statusText';

/** UX: the live figure changes at most four times a second; faster is noise to read and work to draw. */
const redrawMs = 250;

export interface StatusBarDeps {
	readonly roster: Roster;
	readonly meter: SpeedMeter;
	readonly pause: Pause;
	/** Memory of the chosen models as the plan says it: "9.6 of 11.2 GB", with the used share from 0 to 1. */
	readonly memory: () => { readonly text: string; readonly share: number } | undefined;
	/** Why these models: the plan's sentence. */
	readonly reason: () => string | undefined;
	readonly tokensToday: () => number;
}

export class StatusBar implements Disposable {
	private readonly item: vscode.StatusBarItem;
	private readonly store = new DisposableStore();
	private timer: NodeJS.Timeout | undefined;
	private drawnAt = 0;

	constructor(private readonly deps: StatusBarDeps) {
		this.item = this.store.add(vscode.window.createStatusBarItem(statusId, vscode.StatusBarAlignment.Right, 100));
		this.item.name = extensionName;
		this.item.command = command.showMenu;
		this.store.add(deps.roster.onDidChange(() => this.draw()));
		this.store.add(deps.pause.onDidChange(() => this.draw()));
		this.store.add(deps.meter.onDidChange(() => this.drawSoon()));
		this.draw();
		this.item.show();
	}

	get shown(): { readonly text: string; readonly tooltip: string } {
		return { text: this.item.text, tooltip: this.tooltip().value };
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.store.dispose();
	}

	private drawSoon(): void {
		this.timer ??= setTimeout(() => this.draw(), Math.max(0, this.drawnAt + redrawMs - Date.now()));
	}

	private draw(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
		this.drawnAt = Date.now();
		const { roster, meter, pause } = this.deps;
		const { text, spoken } = statusText({
			roster: roster.state,
			liveTokensPerSecond: meter.liveTokensPerSecond,
			lastTokensPerSecond: meter.lastTokensPerSecond,
			pause: pause.state,
		});
		this.item.text = text;
		this.item.accessibilityInformation = { label: spoken, role: 'button' };
		this.item.tooltip = this.tooltip();
	}

	private tooltip(): vscode.MarkdownString {
		const markdown = new vscode.MarkdownString('', true);
		markdown.isTrusted = { enabledCommands: [command.showPlan, command.togglePause, command.showLog, command.getModel] };
		for (const line of this.lines()) markdown.appendMarkdown(`${line}\n\n`);
		const link = (label: string, id: string) => `[${label}](command:${id})`;
		const links = [
			link(vscode.l10n.t('Model plan'), command.showPlan),
			link(this.deps.pause.state ? vscode.l10n.t('Resume') : vscode.l10n.t('Pause'), command.togglePause),
			link(vscode.l10n.t('Log'), command.showLog),
		];
		return markdown.appendMarkdown(links.join(' · '));
	}

	private lines(): string[] {
		const { roster, meter, pause, memory, reason, tokensToday } = this.deps;
		const lines: (string | undefined)[] = [];
		const state = roster.state;
		if (state.kind === 'trouble') lines.push(`$(warning) ${describeError(state.error)}`);
		if (state.kind === 'noModel') lines.push(vscode.l10n.t('No model is installed. Click to get one that fits this machine.'));
		if (state.kind === 'loading' && state.share !== undefined) lines.push(vscode.l10n.t('Loading: {0} %', Math.round(state.share * 100)));
		if (pause.state?.until) lines.push(vscode.l10n.t('Snoozed until {0}. Click to resume.', pause.state.until.toLocaleTimeString()));
		else if (pause.state?.isForBattery)
			lines.push(vscode.l10n.t('Completions are paused while this machine runs from its battery. Click to resume.'));
		else if (pause.state) lines.push(vscode.l10n.t('Completions are paused. Click to resume.'));
		lines.push(...this.modelLines());
		for (const { post, minutes } of roster.rested)
			lines.push(
				vscode.l10n.t('{0} was unloaded after {1} minutes without use. The next use loads it again.', modelName(post.model), minutes),
			);
		const used = roster.rested.length > 0 && roster.loaded.length === 0 ? undefined : memory();
		if (used) lines.push(`${bar(used.share)} ${used.text}`);
		lines.push(figuresLine(vscode.l10n.t('Last completion'), meter.last('completion')));
		lines.push(figuresLine(vscode.l10n.t('Last answer'), meter.last('chat')));
		if (tokensToday() > 0) lines.push(vscode.l10n.t('{0} tokens stayed on this machine today', tokensToday().toLocaleString()));
		lines.push(reason());
		return lines.filter((line): line is string => line !== undefined);
	}

	private modelLines(): string[] {
		const completes = this.deps.roster.post('completion');
		const chats = this.deps.roster.post('chat');
		const both = completes && completes.model.id === chats?.model.id && completes.engine === chats.engine;
		if (both)
			return [vscode.l10n.t('{0} completes and chats ({1})', `**${modelName(completes.model)}**`, placeName(completes.engine.place))];
		return [
			...(completes ? [vscode.l10n.t('{0} completes ({1})', `**${modelName(completes.model)}**`, placeName(completes.engine.place))] : []),
			...(chats ? [vscode.l10n.t('{0} chats ({1})', `**${modelName(chats.model)}**`, placeName(chats.engine.place))] : []),
		];
	}
}

/** "Last completion: first token 120 ms · 52 tok/s · 34 tokens" */
function figuresLine(label: string, figures: Figures | undefined): string | undefined {
	if (!figures) return undefined;
	const parts = [
		figures.firstTokenMilliseconds !== undefined && vscode.l10n.t('first token {0} ms', Math.round(figures.firstTokenMilliseconds)),
		figures.tokensPerSecond !== undefined && vscode.l10n.t('{0} tok/s', Math.round(figures.tokensPerSecond)),
		vscode.l10n.t('{0} tokens', figures.tokens),
	];
	return `${label}: ${parts.filter(Boolean).join(' · ')}`;
}

function bar(share: number): string {
	const cells = 12;
	const full = Math.min(cells, Math.max(0, Math.round(share * cells)));
	return '█'.repeat(full) + '░'.repeat(cells - full);
}
