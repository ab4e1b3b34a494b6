/** What the status bar says in each state. Decides words only; `statusBar.ts` draws them. */
import * as vscode from 'vscode';
import type { InstalledModel } from '../../core/engine/engine';
import type { RosterState } from '../../core/engine/roster';
import type { PauseState } from './pause';
import { modelName, shortName } from '../modelName';

export interface StatusFacts {
	readonly roster: RosterState;
	readonly liveTokensPerSecond?: number;
	readonly lastTokensPerSecond?: number;
	readonly pause?: PauseState;
}

export interface StatusText {
	readonly text: string;
	/** The same for a screen reader: a sentence without icon names. */
	readonly spoken: string;
}

export function statusText({ roster, liveTokensPerSecond, lastTokensPerSecond, pause }: StatusFacts): StatusText {
	if (pause && roster.kind !== 'trouble')
		return {
			text: '$(debug-pause) DeepSeek',
			spoken: pause.isForBattery
				? vscode.l10n.t('DeepSeek Coder: completions are paused on battery')
				: vscode.l10n.t('DeepSeek Coder: completions are paused'),
		};
	switch (roster.kind) {
		case 'starting':
			return { text: '$(loading~spin) DeepSeek', spoken: vscode.l10n.t('DeepSeek Coder is starting') };
		case 'noModel':
			return { text: `$(cloud-download) ${vscode.l10n.t('DeepSeek: get a model')}`, spoken: vscode.l10n.t('DeepSeek Coder: no model yet') };
		case 'trouble':
			return { text: '$(warning) DeepSeek', spoken: vscode.l10n.t('DeepSeek Coder has a problem') };
		case 'loading': {
			const name = modelName(roster.model);
			return { text: `$(loading~spin) ${name}`, spoken: vscode.l10n.t('DeepSeek Coder is loading {0}', name) };
		}
		case 'waiting':
		case 'ready':
			break;
	}
	const { model } = roster;
	if (roster.kind === 'waiting' && roster.isRested) {
		const name = modelName(model);
		return {
			text: `${iconOf(model)} ${name}`,
			spoken: vscode.l10n.t('DeepSeek Coder: {0} is unloaded, the next use loads it again', name),
		};
	}
	const speed = liveTokensPerSecond ?? lastTokensPerSecond;
	const icon = iconOf(model);
	const name = speed === undefined ? modelName(model) : shortName(model);
	if (speed === undefined) return { text: `${icon} ${name}`, spoken: vscode.l10n.t('DeepSeek Coder is ready with {0}', name) };
	const rate = vscode.l10n.t('{0} tok/s', wholeNumber(speed));
	// The demo model's name never leaves the bar: it must not look like the real thing, least of all while it works.
	const isBare = liveTokensPerSecond !== undefined && !model.isDemo;
	return {
		text: isBare ? `${icon} ${rate}` : `${icon} ${name} · ${rate}`,
		spoken: vscode.l10n.t('DeepSeek Coder: {0}, {1} tokens per second', name, wholeNumber(speed).trim()),
	};
}

function iconOf({ isDemo }: InstalledModel): string {
	return isDemo ? '$(beaker)' : '$(zap)';
}

/** Padded with figure spaces to two digits, so that the bar does not move from 9 to 10. */
function wholeNumber(value: number): string {
	const rounded = value < 10 ? value.toFixed(1) : String(Math.round(value));
	return rounded.padStart(2, '\u2007');
}
