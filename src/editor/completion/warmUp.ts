/** Loads the completion model before the first keystroke needs it: when a file is open that completions are on for, and not before. */
import * as vscode from 'vscode';
import type { CompletionSettings } from '../../core/completion/settings';
import type { Event } from '../../core/base/emitter';
import type { Roster } from '../../core/engine/roster';
import type { Pause } from '../status/pause';
import { servedSchemes } from './servedSchemes';

export interface WarmUpDeps {
	readonly roster: Roster;
	readonly pause: Pause;
	readonly settings: (document: vscode.TextDocument) => CompletionSettings;
	/** Models were put to work. */
	readonly onDidAssign: Event<unknown>;
}

export function registerWarmUp({ roster, pause, settings, onDidAssign }: WarmUpDeps): vscode.Disposable {
	const warm = () => {
		const document = vscode.window.activeTextEditor?.document;
		// A model that rests waits for a key: reading files is no use of it.
		if (!document || roster.state.kind !== 'waiting' || roster.state.isRested || pause.state) return;
		const { enabled, trigger } = settings(document);
		if (enabled && trigger === 'automatic' && servedSchemes.includes(document.uri.scheme)) roster.warm('completion');
	};
	const assigned = onDidAssign(warm);
	return vscode.Disposable.from(new vscode.Disposable(() => assigned.dispose()), vscode.window.onDidChangeActiveTextEditor(warm));
}
