/**
 * What the headless run does, step by step, in the demo workspace. Each step throws when what it expects does not happen.
 * The texts are chosen so that the demo model, greedy, has its answer in the context: a name to copy, a shape it was trained on.
 */

const signature = 'export function findUserByEmail(users: User[], email: string): User | undefined {';

/**
 * @typedef {import('../../test/support/stage.mjs').Stage} Stage
 * @typedef {{ghostText: string, ghostTextMilliseconds: number, answers: Record<string, string>}} Seen
 * @type {readonly {name: string, title: string, run(stage: Stage, seen: Seen): Promise<string>}[]}
 */
export const steps = [
	{
		name: 'open',
		title: 'VS Code opens and the extension is there',
		async run({ workbench }) {
			await workbench.openFile('users.ts');
			await workbench.waitForModel();
			return workbench.statusText();
		},
	},
	{
		name: 'ghost-text',
		title: 'Typing brings grey text',
		async run({ workbench }, seen) {
			await workbench.press('Control+End');
			await workbench.type(`${signature}\n`);
			const typed = performance.now();
			seen.ghostText = await workbench.waitForGhostText();
			seen.ghostTextMilliseconds = performance.now() - typed;
			return seen.ghostText;
		},
	},
	{
		name: 'accept',
		title: 'Tab puts it into the document',
		async run(stage, seen) {
			if (!seen.ghostText) throw new Error('There was no grey text to take.');
			await stage.workbench.press('Tab');
			await stage.waitForSaved('src/users.ts', `${signature}\n  ${seen.ghostText}\n}`);
			return 'the file holds it';
		},
	},
	{
		name: 'chat-panel',
		title: 'The chat panel answers',
		async run({ workbench }, seen) {
			const panel = await workbench.openChatPanel();
			await panel.ask('What can you do?');
			return (seen.answers.chat = finished(await panel.waitForAnswer(0)));
		},
	},
	{
		name: 'explain',
		title: 'Explain Selection explains a function',
		async run({ workbench }, seen) {
			await workbench.openFile('users.ts');
			await workbench.selectLines(7, 9);
			await workbench.runCommand('DeepSeek Coder: Explain Selection');
			const panel = await workbench.chatPanel();
			const text = finished(await panel.waitForAnswer(1));
			if (!text.includes('findUserByEmail')) throw new Error(`The explanation does not name the function: ${text}`);
			return (seen.answers.explain = text);
		},
	},
	{
		name: 'participant',
		title: '@deepseek answers in the built-in Chat view',
		async run({ workbench }, seen) {
			const chat = await workbench.openBuiltInChat();
			await chat.ask('@deepseek Explain this function'); // what is selected goes with it
			const text = await chat.waitForAnswer();
			if (!text.includes('findUserByEmail')) throw new Error(`The answer does not name the function: ${text || 'nothing came'}`);
			return (seen.answers.participant = text);
		},
	},
	{
		name: 'status-bar',
		title: 'The status bar shows the speed',
		async run(stage) {
			await stage.waitForReport(report => (report.figures?.chatTokensPerSecond ?? 0) > 0, 'the speed of a chat answer');
			await stage.workbench.status.filter({ hasText: /\d+ tok\/s/ }).waitFor();
			await stage.workbench.status.hover();
			await stage.workbench.page.locator('.workbench-hover:visible').first().waitFor();
			return stage.workbench.statusText();
		},
	},
];

/** @param {{state: string | null, text: string}} answer */
function finished({ state, text }) {
	if (state !== 'done' || !text) throw new Error(`The answer ended as ${state}: ${text || 'no text'}`);
	return text;
}
