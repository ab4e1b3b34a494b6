/** One notification for each cause of trouble and session, with the way out as its first button; after it, only the status bar and the log. */
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable';
import type { EngineError, EngineErrorKind } from '../../core/engine/engineError';
import type { Roster } from '../../core/engine/roster';
import { isServer } from '../placeName';
import { describeError } from './describeError';
import { command, section } from '../ids';
import type { Settings } from '../settings/settings';

interface WayOut {
	readonly label: string;
	run(): Thenable<unknown>;
}

/** The process's death has a notice of its own, a busy server is busy for a moment, and a prompt that is too long is told where it was asked. */
const toldElsewhere: readonly EngineErrorKind[] = ['died', 'busy', 'promptTooLong'];

export function registerTroubleNotice(roster: Roster, settings: Settings): Disposable {
	const told = new Set<EngineErrorKind>();
	return roster.onDidChange(state => {
		if (state.kind !== 'trouble') return;
		const { error } = state;
		if (told.has(error.kind) || toldElsewhere.includes(error.kind)) return;
		told.add(error.kind);
		void tell(error, settings);
	});
}

async function tell(error: EngineError, settings: Settings): Promise<void> {
	const wayOut = (isServer(error.details.place) ? wayOutOfServer(error.kind) : undefined) ?? wayOutOf(error.kind, settings);
	const showLog = vscode.l10n.t('Show Log');
	const picked = await vscode.window.showWarningMessage(`DeepSeek Coder: ${describeError(error)}`, wayOut.label, showLog);
	if (picked === wayOut.label) await wayOut.run();
	else if (picked === showLog) await vscode.commands.executeCommand(command.showLog);
}

const run = (id: string, ...rest: unknown[]) => vscode.commands.executeCommand(id, ...rest);

/** Where it differs from an engine's on this machine. */
function wayOutOfServer(kind: EngineErrorKind): WayOut | undefined {
	switch (kind) {
		case 'unreachable':
			return { label: vscode.l10n.t('Diagnose Connection'), run: () => run(command.diagnoseConnection) };
		case 'noModel':
			return { label: vscode.l10n.t('Switch Model'), run: () => run(command.switchModel) };
		case 'unauthorized':
			return { label: vscode.l10n.t('Set API Key'), run: () => run(command.setApiKey) };
		case 'badAnswer':
			return { label: vscode.l10n.t('Open Settings'), run: () => run('workbench.action.openSettings', `${section}.openai`) };
		case 'loadFailed':
		case 'outOfMemory':
		case 'died':
		case 'busy':
		case 'promptTooLong':
		case 'engineMissing':
		case 'failed':
			return undefined;
	}
}

function wayOutOf(kind: EngineErrorKind, settings: Settings): WayOut {
	switch (kind) {
		case 'unreachable':
			return { label: vscode.l10n.t('Use the Built-in Engine'), run: () => settings.set('engine', 'embedded') };
		case 'noModel':
		case 'engineMissing':
			return { label: vscode.l10n.t('Get a Model'), run: () => run(command.getModel) };
		case 'loadFailed':
		case 'outOfMemory':
			return { label: vscode.l10n.t('Switch Model'), run: () => run(command.switchModel) };
		case 'unauthorized':
		case 'badAnswer':
			return { label: vscode.l10n.t('Open Settings'), run: () => run('workbench.action.openSettings', `${section}.ollama`) };
		case 'died':
		case 'busy':
		case 'promptTooLong':
		case 'failed':
			return { label: vscode.l10n.t('Model Plan'), run: () => run(command.showPlan) };
	}
}
