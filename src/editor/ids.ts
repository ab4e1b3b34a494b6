/** Each name that the manifest knows too, written once. Imports nothing. */
export const extensionName = 'DeepSeek Coder';
export const section = 'deepseekCoder';
export const participantId = 'deepseekCoder.participant';
export const vendor = 'deepseek-coder-local';
/** Of documents that show how a file would be; the manifest shows its buttons where a document has this scheme. */
export const proposedScheme = 'deepseek-coder-proposed';
export const statusId = 'deepseekCoder.status';

export const command = {
	explainSelection: 'deepseekCoder.explainSelection',
	openChat: 'deepseekCoder.openChat',
	newChat: 'deepseekCoder.newChat',
	showHistory: 'deepseekCoder.showHistory',
	exportChat: 'deepseekCoder.exportChat',
	acceptProposal: 'deepseekCoder.acceptProposal',
	discardProposal: 'deepseekCoder.discardProposal',
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
	copyDiagnostics: 'deepseekCoder.copyDiagnostics',
	showLog: 'deepseekCoder.showLog',
} as const;

export type CommandId = (typeof command)[keyof typeof command];

/** What was done at least once, so that the walkthrough's steps tick themselves off. */
export const contextKey = {
	hasModel: 'deepseekCoder.hasModel',
	hasCompleted: 'deepseekCoder.hasCompleted',
	hasAsked: 'deepseekCoder.hasAsked',
} as const;
