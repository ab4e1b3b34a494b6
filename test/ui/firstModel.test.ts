/** The first minutes of somebody who has no model: the demo answers, one offer comes, and what it fetches completes from then on. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { RangeServer } from '../support/rangeServer';
import { Stage, withoutOllama } from '../support/stage.mjs';

/** Named in the settings, so that the same file is offered whatever machine this runs on. */
const tag = 'deepseek-coder:1.3b-base-q4_K_M';
const fileName = 'deepseek-coder-1.3b-base.Q4_K_M.gguf';

describe('The first model', () => {
	let hub: RangeServer;
	let stage: Stage;

	before(async () => {
		// A real model of a size that a test can fetch, under the name and with the headers that the hub has for the real one.
		hub = await RangeServer.start(fs.readFileSync(path.join('media', 'demo-model', 'demo.gguf')));
		hub.headers = { 'x-repo-commit': 'main', 'x-linked-etag': `"${hub.sha256}"`, 'x-linked-size': hub.content.length };
		hub.bytesPerSecond = 500_000;
		stage = await Stage.open({
			file: 'src/users.ts',
			// The variable that Hugging Face's own tools take for a mirror.
			env: { HF_ENDPOINT: hub.url, ...withoutOllama },
			settings: { 'deepseekCoder.model.completion': tag, 'deepseekCoder.model.chat': tag },
		});
	});

	after(async () => {
		await stage.close();
		await hub.stop();
	});

	/** A VS Code that is driven by tests shows no toasts, only the list behind the bell. */
	async function notification(text: string | RegExp) {
		await stage.workbench.runCommand('Notifications: Show Notifications');
		const found = stage.workbench.page.locator('.notification-list-item', { hasText: text });
		await found.waitFor({ timeout: 60_000 });
		return found;
	}

	it('is offered once nobody types, while the demo completes; nothing was asked of the network before', async () => {
		await stage.workbench.status.filter({ hasText: /demo model/ }).waitFor();
		await stage.workbench.page
			.locator('.notifications-center, [id="status.notifications"] .codicon-bell-dot')
			.first()
			.waitFor({ timeout: 60_000 });
		await notification(/deepseek-coder 1\.3B Q4_K_M \(\d+ MB\) fits .*, about \d+ tok\/s\./);
		assert.deepEqual(hub.requests, []);
	});

	it('is fetched with progress, paused by Cancel, and continued by Resume from where it was', async () => {
		const offer = await notification('deepseek-coder 1.3B Q4_K_M');
		await offer.getByRole('button', { name: 'Download' }).click();
		const progress = await notification(/Downloading deepseek-coder-1\.3b-base\.Q4_K_M\.gguf.*\d+\.\d of \d+\.\d GB/);
		await progress.getByRole('button', { name: 'Cancel' }).click();
		const paused = await notification(/The download of .* is paused at \d+ %\. What is here is kept\./);
		hub.bytesPerSecond = Infinity;
		await paused.getByRole('button', { name: 'Resume' }).click();
		const { plan } = await stage.waitForReport(({ plan }) => JSON.stringify(plan).includes(fileName), 'the file in its plan');
		assert.ok(plan);
		const [, from = '0'] = /^bytes=(\d+)-$/.exec(hub.requests.at(-1)?.headers.range ?? '') ?? [];
		assert.ok(Number(from) > 0, 'the second request asks for the rest only');
		assert.ok(hub.requests.every(each => each.path.endsWith(`/resolve/main/${fileName}`)));
	});

	it('completes from then on, under its own name', async () => {
		const { workbench } = stage;
		await workbench.openFile('users.ts');
		await workbench.press('Control+End');
		await workbench.type('export function findUserByName(users: User[], name: string): User | undefined {\n');
		assert.equal(await workbench.waitForGhostText(), 'return users.find((user) => user.name === name);');
		// The file that was served is named after the model, but has the demo model's contents: what stands in it is shown.
		await workbench.status.filter({ hasText: /6M\s·\s*[\d.]+\stok\/s/ }).waitFor();
	});
});
