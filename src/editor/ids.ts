/** Each name that the manifest knows too, written once. Imports nothing. */
export const extensionName = 'DeepSeek Coder';
export const section = 'deepseekCoder';
/** Publisher and name. */
export const extensionId = 'deepseek-coder-local.deepseek-coder-local';
export const participantId = 'deepseekCoder.participant';
export const vendor = 'deepseek-coder-local';
/** Of documents that show how a file would be; the manifest shows its buttons where a document has this scheme. */
export const proposedScheme = 'deepseek-coder-proposed';
/** Where the key for an OpenAI-compatible server is kept. */
export const openAiKeySecret = 'deepseekCoder.openai.apiKey';
export const statusId = 'deepseekCoder.status';

export const command = {
	explainSelection: 'deepseekCoder.explainSelection',
	fixSelection: 'deepseekCoder.fixSelection',
	writeTests: 'deepseekCoder.writeTests',
	documentSelection: 'deepseekCoder.documentSelection',
	refactorSelection: 'deepseekCoder.refactorSelection',
	inlineEdit: 'deepseekCoder.inlineEdit',
	explainProblem: 'deepseekCoder.explainProblem',
	fixProblem: 'deepseekCoder.fixProblem',
	explainTerminal: 'deepseekCoder.explainTerminal',
	commitMessage: 'deepseekCoder.commitMessage',
	useCommitMessage: 'deepseekCoder.useCommitMessage',
	openChat: 'deepseekCoder.openChat',
	newChat: 'deepseekCoder.newChat',
	showHistory: 'deepseekCoder.showHistory',
	exportChat: 'deepseekCoder.exportChat',
	acceptProposal: 'deepseekCoder.acceptProposal',
	discardProposal: 'deepseekCoder.discardProposal',
	acceptProposalPart: 'deepseekCoder.acceptProposalPart',
	discardProposalPart: 'deepseekCoder.discardProposalPart',
	showMenu: 'deepseekCoder.showMenu',
	togglePause: 'deepseekCoder.togglePause',
	snooze: 'deepseekCoder.snooze',
	toggleLanguage: 'deepseekCoder.toggleLanguage',
	switchModel: 'deepseekCoder.switchModel',
	getModel: 'deepseekCoder.getModel',
	useGgufFile: 'deepseekCoder.useGgufFile',
	tryCompletion: 'deepseekCoder.tryCompletion',
	showPlan: 'deepseekCoder.showPlan',
	showLastCompletion: 'deepseekCoder.showLastCompletion',
	acceptNextEdit: 'deepseekCoder.acceptNextEdit',
	dismissNextEdit: 'deepseekCoder.dismissNextEdit',
	copyDiagnostics: 'deepseekCoder.copyDiagnostics',
	setApiKey: 'deepseekCoder.setApiKey',
	diagnoseConnection: 'deepseekCoder.diagnoseConnection',
	showLog: 'deepseekCoder.showLog',
} as const;

export type CommandId = (typeof command)[keyof typeof command];

export const contextKey = {
	/** While a proposed change is still being written, it can't be accepted. */
	proposalGrows: 'deepseekCoder.proposalGrows',
	/** The next edit is on the screen. */
	nextEditOffered: 'deepseekCoder.nextEditOffered',
	/** What was done at least once, so that the walkthrough's steps tick themselves off. */
	hasModel: 'deepseekCoder.hasModel',
	hasCompleted: 'deepseekCoder.hasCompleted',
	hasAsked: 'deepseekCoder.hasAsked',
} as const;
