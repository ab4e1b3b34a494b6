/** Each name that the manifest knows too, written once. Imports nothing. */
export const extensionName = 'DeepSeek Coder';
export const section = 'deepseekCoder';
export const participantId = 'deepseekCoder.participant';
export const vendor = 'deepseek-coder-local';
export const statusId = 'deepseekCoder.status';

export const command = {
	explainSelection: 'deepseekCoder.explainSelection',
	openChat: 'deepseekCoder.openChat',
	newChat: 'deepseekCoder.newChat',
	showMenu: 'deepseekCoder.showMenu',
	togglePause: 'deepseekCoder.togglePause',
	snooze: 'deepseekCoder.snooze',
	toggleLanguage: 'deepseekCoder.toggleLanguage',
	switchModel: 'deepseekCoder.switchModel',
	getModel: 'deepseekCoder.getModel',
	showPlan: 'deepseekCoder.showPlan',
	showLastCompletion: 'deepseekCoder.showLastCompletion',
	showLog: 'deepseekCoder.showLog',
} as const;

export type CommandId = (typeof command)[keyof typeof command];
