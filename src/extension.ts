/** The composition root: builds everything, knows every room, owns every disposable. */
import { sinceFirstModule } from './activationClock';
import * as vscode from 'vscode';
import { Roster } from './core/engine/roster';
import { describeFigures, SpeedMeter } from './core/metrics/speedMeter';
import { Staffing } from './core/plan/staffing';
import { ChatView } from './editor/chatView';
import { getModel } from './editor/commands/getModel';
import { showMenu } from './editor/commands/menu';
import { switchModel } from './editor/commands/switchModel';
import { toggleLanguage } from './editor/commands/toggleLanguage';
import { registerCommands } from './editor/commandTable';
import { describeError } from './editor/describeError';
import { sayEngineDied } from './editor/engineDeath';
import { explainSelection } from './editor/explainSelection';
import { command, extensionName } from './editor/ids';
import { registerInlineCompletion } from './editor/inlineCompletion';
import { LanguageModelProvider } from './editor/languageModel';
import { LastCompletion } from './editor/lastCompletion';
import { registerParticipant } from './editor/participant';
import { panelModel } from './editor/panelModel';
import { Pause } from './editor/pause';
import { PlanDocument } from './editor/planDocument';
import { memoryText, planMarkdown, planSentence } from './editor/planText';
import { Report } from './editor/report';
import { answerLanguage, completionSettings, needsNewPlan, planSettings, threads } from './editor/settingsFor';
import { Settings } from './editor/settings';
import { StatusBar } from './editor/statusBar';
import { TokensToday } from './editor/tokensToday';
import { registerWarmUp } from './editor/warmUp';
import { EngineSet } from './engines/engineSet';
import { probeHardware } from './host/hardware';
import { readModelFacts } from './host/readModelFacts';

/** VS Code waits for other things between loading and activating, so the two are measured apart. */
const loadMilliseconds = sinceFirstModule();

export function activate(context: vscode.ExtensionContext): void {
	const activatedAt = performance.now();
	const own = <T extends { dispose(): unknown }>(item: T): T => (context.subscriptions.push(item), item);
	const log = own(vscode.window.createOutputChannel(extensionName, { log: true }));
	const settings = own(new Settings(message => (log.warn(message), void vscode.window.showWarningMessage(message))));
	const now = () => performance.now();

	const engines = own(
		new EngineSet({
			extensionPath: context.extensionPath,
			engine: () => settings.get('engine'),
			modelFolders: () => settings.get('embedded.modelFolders'),
			gpu: () => settings.get('embedded.gpu'),
			threads: () => threads(settings),
			ollamaHost: () => settings.get('ollama.host'),
			ollamaHeaders: () => settings.get('ollama.headers'),
			keepAliveMinutes: () => settings.get('ollama.keepAliveMinutes'),
			environment: process.env,
			log,
		}),
	);
	own(engines.embedded.onDidDie(death => void sayEngineDied(death)));

	const tokensToday = new TokensToday(context.globalState);
	const meter = new SpeedMeter(now, figures => {
		tokensToday.add(figures.tokens);
		// A completion's line also says what was shown, so it is written where that is known.
		if (figures.role === 'chat') log.debug(describeFigures(figures));
	});
	const roster = new Roster(meter, now);
	const staffing = own(
		new Staffing({
			engines: () => engines.allowed(),
			probe: () => probeHardware({ engineDevices: () => engines.gpus(AbortSignal.timeout(2000)) }),
			settings: () => planSettings(settings),
			threads: () => threads(settings),
			readFacts: async (engine, model) => (engine.id === 'embedded' ? readModelFacts(model.id) : undefined),
			roster,
			log,
		}),
	);
	own(
		settings.onDidChange(ids => {
			if (ids.includes('ollama.host')) engines.reconnect();
			if (ids.some(needsNewPlan)) void staffing.refresh();
		}),
	);

	const pause = own(new Pause());
	const lastCompletion = own(new LastCompletion());
	const planDocument = own(new PlanDocument(() => (staffing.staff ? planMarkdown(staffing.staff) : '')));
	const statusBar = own(
		new StatusBar({
			roster,
			meter,
			pause,
			memory: () => staffing.staff && memoryText(staffing.staff),
			reason: () => staffing.staff && planSentence(staffing.staff.plan.now.reason),
			tokensToday: () => tokensToday.count,
		}),
	);
	own(
		registerInlineCompletion({
			serve: signal => roster.serve('completion', signal),
			settings: document => completionSettings(settings, document),
			isPaused: () => pause.state !== undefined,
			onDidComplete: record => lastCompletion.show(record),
			log,
			now,
		}),
	);
	own(
		registerWarmUp({
			roster,
			pause,
			settings: document => completionSettings(settings, document),
			onDidAssign: staffing.onDidChange,
		}),
	);
	const chat = own(
		new ChatView({
			extensionUri: context.extensionUri,
			serve: signal => roster.serve('chat', signal),
			model: () => panelModel(roster),
			onDidChangeModel: listener => roster.onDidChange(() => listener()),
			describeError,
			language: () => answerLanguage(settings),
			chooseModel: () => void vscode.commands.executeCommand(command.switchModel),
			log,
		}),
	);
	own(vscode.window.registerWebviewViewProvider(ChatView.viewId, chat, { webviewOptions: { retainContextWhenHidden: true } }));
	own(
		registerParticipant({
			extensionUri: context.extensionUri,
			serve: signal => roster.serve('chat', signal),
			language: () => answerLanguage(settings),
			log,
		}),
	);
	const languageModel = own(new LanguageModelProvider(roster));

	own(
		registerCommands({
			[command.explainSelection]: () => explainSelection(chat),
			[command.openChat]: () => chat.show(),
			[command.newChat]: () => chat.newChat(),
			[command.showMenu]: () => showMenu(pause),
			[command.togglePause]: () => pause.toggle(),
			[command.snooze]: () => pause.snooze(5),
			[command.toggleLanguage]: () => toggleLanguage(settings),
			[command.switchModel]: () => switchModel(staffing, settings),
			[command.getModel]: () => getModel(staffing, engines.ollama),
			[command.showPlan]: () => planDocument.showPlan(),
			[command.showLastCompletion]: () => lastCompletion.open(),
			[command.showLog]: () => log.show(),
		}),
	);

	// Looking at the machine starts several processes, and starting them takes time of ours: not while VS Code waits for us.
	const start = setImmediate(() => {
		settings.check();
		void staffing.refresh().then(() => languageModel.announce());
	});
	own({ dispose: () => clearImmediate(start) });
	const activationMilliseconds = loadMilliseconds + now() - activatedAt;
	log.info(`activated in ${activationMilliseconds.toFixed(1)} ms`);
	const file = process.env.DEEPSEEK_CODER_REPORT;
	if (file) own(new Report({ file, activationMilliseconds, roster, meter, staffing, statusBar }));
}
