/** The half of the composition that works without being seen: engines, the plan, who completes and chats, and what is measured of it. */
import os from 'node:os';
import * as vscode from 'vscode';
import { Roster } from './core/engine/roster';
import { describeFigures, SpeedMeter } from './core/metrics/speedMeter';
import { Staffing } from './core/plan/staffing';
import { TokensKept } from './editor/chat/tokensKept';
import { LearnedMargin } from './editor/plan/learnedMargin';
import { LearnedSpeed } from './editor/plan/learnedSpeed';
import { LearnedThreads } from './editor/plan/learnedThreads';
import { LoadCheck } from './editor/plan/loadCheck';
import { PlanAgain } from './editor/plan/planAgain';
import { openAiKeySecret } from './editor/ids';
import type { Settings } from './editor/settings/settings';
import { keptMinutes, needsNewPlan, planSettings, threads } from './editor/settings/settingsFor';
import { sayEngineDied } from './editor/trouble/engineDeath';
import { EngineSet } from './engines/engineSet';
import { GgufStore } from './host/download/ggufStore';
import { probeHardware } from './host/hardware';
import { ollamaFiles, ollamaFolders } from './host/ollamaStore';
import { ModelFactsReader } from './host/readModelFacts';

/** A model that nobody uses is unloaded so much later than the setting says, at most. */
const lookForIdleMs = 15_000;

export interface WorkDeps {
	readonly context: vscode.ExtensionContext;
	readonly settings: Settings;
	readonly log: vscode.LogOutputChannel;
	readonly now: () => number;
	/** Makes the extension the owner. */
	readonly own: <T extends { dispose(): unknown }>(item: T) => T;
}

export function buildWork({ context, settings, log, now, own }: WorkDeps) {
	const folder = vscode.Uri.joinPath(context.globalStorageUri, 'models').fsPath;
	const ggufStore = new GgufStore({ folder, environment: process.env, fetch: (...call) => fetch(...call), log });
	const filesOfOllama = ollamaFiles(ollamaFolders(process.env, os.homedir(), process.platform), log);
	const facts = new ModelFactsReader(filesOfOllama);
	const engines = own(
		new EngineSet({
			extensionPath: context.extensionPath,
			engine: () => settings.get('engine'),
			modelFolders: () => [...settings.get('embedded.modelFolders'), ggufStore.folder],
			ollamaFiles: filesOfOllama,
			gpu: () => settings.get('embedded.gpu'),
			threads: () => threads(settings),
			bestThreads: new LearnedThreads(context.globalState, `${os.cpus()[0]?.model}, ${os.cpus().length}`),
			guesses: () => settings.get('embedded.speculation') === 'auto',
			ollamaHost: () => settings.get('ollama.host'),
			ollamaHeaders: () => settings.get('ollama.headers'),
			keepAliveMinutes: () => settings.get('ollama.keepAliveMinutes'),
			openAiUrl: () => settings.get('openai.url'),
			openAiHeaders: () => settings.get('openai.headers'),
			openAiKey: async () => context.secrets.get(openAiKeySecret),
			environment: process.env,
			log,
		}),
	);
	own(engines.embedded.onDidDie(death => void sayEngineDied(death)));

	const tokensKept = new TokensKept(context.globalState);
	const meter = new SpeedMeter(now, figures => {
		if (roster.post(figures.role)?.engine.isElsewhere !== true) tokensKept.add(figures.tokens + (figures.promptTokens ?? 0));
		planAgain.measure(figures);
		// A completion's line also says what was shown, so it is written where that is known.
		if (figures.role === 'chat') log.debug(describeFigures(figures));
	});
	const roster = new Roster(meter, now);
	const resting = setInterval(() => void roster.unloadIdle(post => keptMinutes(settings, post)), lookForIdleMs);
	own({ dispose: () => clearInterval(resting) });
	const margin = new LearnedMargin(context.globalState);
	const speed = new LearnedSpeed(context.globalState);
	const settingsOfPlan = () => planSettings(settings, { learnedMarginBytes: margin.bytes, speedRatios: speed.ratios });
	const staffing = own(
		new Staffing({
			engines: () => engines.allowed(),
			probe: () => probeHardware({ engineDevices: () => engines.gpus(AbortSignal.timeout(2000)) }),
			settings: settingsOfPlan,
			threads: () => threads(settings),
			readFacts: async (engine, model) => {
				if (engine.id === 'embedded') return facts.ofFile(model.id);
				return engine.id === 'ollama' && engine.isElsewhere !== true ? facts.ofOllama(model) : undefined;
			},
			roster,
			log,
		}),
	);
	own(engines.embedded.onDidLoseGpu(() => void staffing.refresh()));
	own(
		settings.onDidChange(ids => {
			if (ids.includes('ollama.host') || ids.includes('openai.url')) engines.reconnect();
			if (ids.some(needsNewPlan)) void staffing.refresh();
		}),
	);

	own(context.secrets.onDidChange(({ key }) => void (key === openAiKeySecret && staffing.refresh())));

	const planAgain = new PlanAgain({ margin, speed, staffing, memento: context.globalState, log });
	const loads = new LoadCheck({
		serve: (role, signal) => roster.serve(role, signal),
		plan: () => staffing.staff?.plan,
		onDidCompare: (model, difference) => planAgain.learn(model, difference),
		log,
	});
	return {
		engines,
		ggufStore,
		meter,
		roster,
		staffing,
		loads,
		tokensKept,
		planSettings: settingsOfPlan,
	};
}
