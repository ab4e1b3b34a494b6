/** A folder whose authors are not trusted: no completion, and none of its settings that lead elsewhere, until the person allows it. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Stage, withoutOllama } from '../support/stage.mjs';

describe('A workspace that is not trusted', () => {
	let stage: Stage;

	before(async () => {
		const prepare = (workspace: string) => {
			const settings = { 'deepseekCoder.engine': 'openai', 'deepseekCoder.openai.url': 'http://127.0.0.1:9/v1' };
			fs.writeFileSync(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
		};
		stage = await Stage.open({ prepare, env: withoutOllama, asksForTrust: true });
	});
	after(() => stage?.close());

	it('gets no completion, asked for or not, until it is trusted; its server is never asked', async () => {
		const { workbench } = stage;
		await workbench.page.getByRole('button', { name: 'Restricted Mode' }).first().waitFor();
		await workbench.status.filter({ hasText: /demo model/ }).waitFor({ timeout: 60_000 });
		await workbench.openFile('users.ts');
		await workbench.press('Control+End');
		await workbench.type('export function sum(first: number, second: number) {\n');
		await workbench.type('return ');
		await workbench.runCommand('Trigger Inline Suggestion');
		// The chat works, and its answer comes later than a completion would have.
		const panel = await workbench.openChatPanel();
		await panel.ask('hi');
		assert.equal((await panel.waitForAnswer(0)).state, 'done');
		const { figures = {} } = await stage.waitForReport(report => (report.figures?.chatTokensPerSecond ?? 0) > 0, 'the speed of the chat');
		assert.equal(figures.completionTokensPerSecond, undefined);
		assert.equal(await workbench.page.locator('.ghost-text-decoration').count(), 0);

		await workbench.runCommand('Workspaces: Manage Workspace Trust');
		await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
		await workbench.page.getByRole('button', { name: 'Restricted Mode' }).first().waitFor({ state: 'detached' });
		await workbench.press('Escape');
		await workbench.openFile('users.ts');
		await workbench.press('Control+End');
		await workbench.type(' ');
		await workbench.waitForGhostText();
		await workbench.status.filter({ hasText: /demo model/ }).waitFor();
	});
});
