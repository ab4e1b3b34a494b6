/** Everything about completions in the editor, put together: grey text, what is gathered for it, what holds it back, and the next edit. */
import type * as vscode from 'vscode';
import { delay } from '../../core/base/abort';
import { CompletionSession } from '../../core/completion/session';
import type { Roster } from '../../core/engine/roster';
import type { ServeRole } from '../../core/engine/servedModel';
import { takesOtherFiles } from '../../core/models/dialect';
import type { Milestones } from '../milestones';
import type { Settings } from '../settings/settings';
import { completionSettings } from '../settings/settingsFor';
import { BatteryPause } from '../status/batteryPause';
import { Pause } from '../status/pause';
import { ContextWatcher } from './context/contextWatcher';
import { Exclusions } from './context/exclusions';
import type { GitIgnores } from './context/ignoredByGit';
import { registerInlineCompletion } from './inlineCompletion';
import { LastCompletion } from './lastCompletion';
import { NextEdits } from './nextEdit';
import { registerWarmUp, type WarmUpDeps } from './warmUp';

export interface CompletionsDeps {
	readonly settings: Settings;
	readonly roster: Roster;
	readonly serve: ServeRole;
	readonly onDidAssign: WarmUpDeps['onDidAssign'];
	readonly milestones: Milestones;
	readonly isOnBattery: () => Promise<boolean>;
	readonly gitIgnores: GitIgnores;
	readonly log: vscode.LogOutputChannel;
	readonly now: () => number;
	/** Makes the extension the owner. */
	readonly own: <T extends { dispose(): unknown }>(item: T) => T;
}

export function registerCompletions({
	settings,
	roster,
	serve,
	onDidAssign,
	milestones,
	isOnBattery,
	gitIgnores,
	log,
	now,
	own,
}: CompletionsDeps) {
	const pause = own(new Pause());
	const battery = new BatteryPause({ pause, isWanted: () => settings.get('completion.pauseOnBattery'), isOnBattery, now });
	const lastCompletion = own(new LastCompletion());
	const session = new CompletionSession();
	const exclusions = own(new Exclusions(() => settings.get('completion.excludeFiles'), gitIgnores));
	const settingsOf = (document: vscode.TextDocument) => completionSettings(settings, document, exclusions);
	own(
		new ContextWatcher({
			context: session.layout.context,
			exclusions,
			isWanted: document => {
				const model = roster.post('completion')?.model;
				const { enabled, isExcluded } = settingsOf(document);
				return model !== undefined && takesOtherFiles(model) && enabled && isExcluded !== true && !pause.state;
			},
			log,
		}),
	);
	own(
		registerInlineCompletion({
			session,
			serve,
			settings: settingsOf,
			isPaused: () => (battery.look(), pause.state !== undefined),
			looksAhead: () => true,
			onDidComplete: record => {
				lastCompletion.show(record);
				if (record.outcome.kind === 'shown') milestones.reach('hasCompleted');
			},
			log,
			clock: { now, delay },
		}),
	);
	const isEnabled = (document: vscode.TextDocument) => {
		const { enabled, isExcluded } = settingsOf(document);
		return settings.get('nextEdit.enabled', document) && enabled && isExcluded !== true && !pause.state;
	};
	const nextEdits = own(new NextEdits({ serve, isEnabled, log }));
	own(registerWarmUp({ roster, pause, settings: settingsOf, onDidAssign }));
	return { pause, lastCompletion, nextEdits };
}
