/** The composition root: builds everything, knows every room, owns every disposable. What works unseen is built in work.ts, what is seen here. */
import { sinceFirstModule } from './activationClock';
import os from 'node:os';
import * as vscode from 'vscode';
import { ConversationStore } from './core/chat/conversationStore';
import { hasRealModel } from './core/plan/plan';
import { ChatView } from './editor/chat/chatView';
import { download, getModel } from './editor/commands/getModel';
import { generateCommitMessage, useCommitMessage } from './editor/commands/commitMessage';
import { explainTerminal } from './editor/commands/explainTerminal';
import { inlineEdit } from './editor/commands/inlineEdit';
import { showMenu } from './editor/commands/menu';
import { inOrderOf, ollamaStore } from './editor/commands/modelStore';
import { askAboutProblem, registerProblemActions } from './editor/commands/problemActions';
import { setApiKey } from './editor/commands/setApiKey';
import { switchModel } from './editor/commands/switchModel';
import { toggleLanguage } from './editor/commands/toggleLanguage';
import { tryCompletion } from './editor/commands/tryCompletion';
import { useGgufFile } from './editor/commands/useGgufFile';
import { registerCommands } from './editor/commandTable';
import { describeError } from './editor/trouble/describeError';
import { diagnoseConnection } from './editor/trouble/diagnoseConnection';
import { copyDiagnostics } from './editor/trouble/diagnostics';
import { askAboutCode, explainSelection } from './editor/chat/explainSelection';
import { command, extensionName, vendor } from './editor/ids';
import { registerCompletions } from './editor/completion/completions';
import { LanguageModelProvider } from './editor/chat/languageModel';
import { Milestones } from './editor/milestones';
import { Offer } from './editor/plan/offer';
import { registerParticipant } from './editor/chat/participant';
import { panelModel } from './editor/chat/panelModel';
import { partPlace, registerProposalLinks } from './editor/chat/proposalLinks';
import { PlanTab } from './editor/plan/planTab';
import { memoryText, planSentence } from './editor/plan/planText';
import { tellUnusedGpu } from './editor/trouble/gpuNotice';
import { RecentWarnings } from './editor/trouble/recentWarnings';
import { Report } from './editor/report';
import { answerLanguage } from './editor/settings/settingsFor';
import { Settings } from './editor/settings/settings';
import { StatusBar } from './editor/status/statusBar';
import { keptText } from './editor/chat/tokensKept';
import { registerTroubleNotice } from './editor/trouble/troubleNotice';
import { ConversationFolder } from './host/conversationFolder';
import { connect, resolveName } from './host/network';
import { gitIgnores } from './host/gitIgnores';
import { readPowerSource } from './host/powerSource';
import { readGguf } from './host/readGguf';
import { buildWork } from './work';

/** VS Code waits for other things between loading and activating, so the two are measured apart. */
const loadMilliseconds = sinceFirstModule();

/** VS Code waits for what `deactivate` returns, not for what is disposed. */
let closeChat: (() => Promise<void>) | undefined;

export function deactivate(): Promise<void> | undefined {
	return closeChat?.();
}

export function activate(context: vscode.ExtensionContext): void {
	const activatedAt = performance.now();
	const own = <T extends { dispose(): unknown }>(item: T): T => (context.subscriptions.push(item), item);
	const warnings = new RecentWarnings();
	const log = warnings.listenTo(own(vscode.window.createOutputChannel(extensionName, { log: true })));
	const settings = own(new Settings(message => (log.warn(message), void vscode.window.showWarningMessage(message))));
	const now = () => performance.now();

	const work = buildWork({ context, settings, log, now, own });
	const { engines, meter, roster, staffing, loads, tokensKept } = work;

	own(registerTroubleNotice(roster, settings));

	const milestones = new Milestones(context.globalState);
	own(staffing.onDidChange(({ plan }) => hasRealModel(plan.now) && milestones.reach('hasModel')));
	own(staffing.onDidChange(staff => void tellUnusedGpu(staff, context.globalState)));
	const { pause, lastCompletion, nextEdits } = registerCompletions({
		settings,
		roster,
		serve: signal => loads.serve('completion', signal),
		onDidAssign: staffing.onDidChange,
		milestones,
		gitIgnores,
		isOnBattery: async () => (await readPowerSource()) === 'battery',
		log,
		now,
		own,
	});
	const ollama = ollamaStore(() => engines.ollama);
	const gguf = work.ggufStore;
	const stores = {
		auto: () => inOrderOf(staffing.staff?.settings.sources ?? [], { ollama, gguf }),
		ollama: () => [ollama],
		embedded: () => [gguf],
		openai: () => [],
	};
	const getting = { staffing, settings, stores: () => stores[settings.get('engine')]() };
	const planTab = own(new PlanTab({ extensionUri: context.extensionUri, ...getting, download: wanted => download(getting, wanted), log }));
	own(
		new Offer({
			...getting,
			settings: work.planSettings,
			memento: context.globalState,
			download: wanted => download(getting, wanted),
			choose: () => vscode.commands.executeCommand(command.getModel),
		}),
	);
	const statusBar = own(
		new StatusBar({
			roster,
			meter,
			pause,
			memory: () => staffing.staff && memoryText(staffing.staff, roster.loaded),
			reason: () => staffing.staff && planSentence(staffing.staff.plan.now.reason),
			tokensToday: () => tokensKept.today,
		}),
	);
	const chat = own(
		new ChatView({
			extensionUri: context.extensionUri,
			serve: signal => loads.serve('chat', signal),
			serveReasoner: signal => roster.serveReasoner(signal),
			model: () => panelModel(roster),
			onDidChangeModel: listener => roster.onDidChange(() => listener()),
			describeError,
			language: () => answerLanguage(settings),
			chooseModel: () => void vscode.commands.executeCommand(command.switchModel),
			store: new ConversationStore(conversationFolder(context), () => crypto.randomUUID()),
			kept: () => keptText(tokensKept.total, settings.get('chat.pricePerMillionTokens')),
			log,
		}),
	);
	own(chat.onDidAnswer(() => milestones.reach('hasAsked')));
	own(registerProposalLinks(chat.proposals));
	own(registerProblemActions());
	closeChat = () => chat.close();
	own(vscode.window.registerWebviewViewProvider(ChatView.viewId, chat, { webviewOptions: { retainContextWhenHidden: true } }));
	own(
		registerParticipant({
			extensionUri: context.extensionUri,
			serve: signal => loads.serve('chat', signal),
			serveReasoner: signal => roster.serveReasoner(signal),
			language: () => answerLanguage(settings),
			log,
		}),
	);
	const languageModel = own(new LanguageModelProvider(roster, log));
	own(vscode.lm.registerLanguageModelChatProvider(vendor, languageModel));

	own(
		registerCommands({
			[command.explainSelection]: () => explainSelection(chat),
			[command.fixSelection]: () => askAboutCode(chat, 'fix'),
			[command.writeTests]: () => askAboutCode(chat, 'test'),
			[command.documentSelection]: () => askAboutCode(chat, 'document'),
			[command.refactorSelection]: () => askAboutCode(chat, 'refactor'),
			[command.inlineEdit]: () =>
				inlineEdit({ serve: signal => loads.serve('chat', signal), proposals: chat.proposals, lastEditor: chat.lastEditor }),
			[command.explainProblem]: (uri, range) => askAboutProblem(chat, 'problem', uri, range),
			[command.fixProblem]: (uri, range) => askAboutProblem(chat, 'fix', uri, range),
			[command.explainTerminal]: () => explainTerminal(chat),
			[command.commitMessage]: where => generateCommitMessage(signal => loads.serve('chat', signal), where),
			[command.useCommitMessage]: (message, root) => useCommitMessage(message, root),
			[command.openChat]: () => chat.show(),
			[command.newChat]: () => chat.newChat(),
			[command.showHistory]: () => chat.showHistory(),
			[command.exportChat]: () => chat.exportChat(),
			[command.acceptProposal]: () => chat.proposals.accept(),
			[command.discardProposal]: () => chat.proposals.discard(),
			[command.acceptProposalPart]: place => chat.proposals.acceptPart(partPlace(place)),
			[command.discardProposalPart]: place => chat.proposals.discardPart(partPlace(place)),
			[command.showMenu]: () => showMenu(pause),
			[command.togglePause]: () => pause.toggle(),
			[command.snooze]: () => pause.snooze(5),
			[command.toggleLanguage]: () => toggleLanguage(settings),
			[command.switchModel]: () => switchModel(staffing, settings),
			[command.getModel]: () => getModel(getting),
			[command.useGgufFile]: () => useGgufFile({ staffing, settings, readHeader: readGguf }),
			[command.tryCompletion]: () => tryCompletion(),
			[command.showPlan]: () => planTab.show(),
			[command.showLastCompletion]: () => lastCompletion.open(),
			[command.setApiKey]: () => setApiKey(context.secrets),
			[command.diagnoseConnection]: () =>
				diagnoseConnection({ engines: () => engines.allowed(), roster, network: { resolve: resolveName, connect }, now }),
			[command.acceptNextEdit]: () => nextEdits.accept(),
			[command.dismissNextEdit]: () => nextEdits.dismiss(),
			[command.copyDiagnostics]: () =>
				copyDiagnostics({
					extension: context.extension,
					roster,
					meter,
					staffing,
					settings,
					loads,
					warnings,
					engines: () => engines.allowed(),
					platform: `${process.platform} ${process.arch} ${os.release()}`,
					home: os.homedir(),
				}),
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

/** Each workspace has its own conversations; windows without a folder share theirs. */
function conversationFolder({ storageUri, globalStorageUri }: vscode.ExtensionContext): ConversationFolder {
	return new ConversationFolder(vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'conversations').fsPath);
}
