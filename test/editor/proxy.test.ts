/** A server that only a proxy can reach: VS Code's own setting for proxies holds for our requests, as a model server's users expect. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { command, section } from '../../src/editor/ids';
import { FakeOpenAi } from '../support/fakeOpenAi';

describe('a model server behind a proxy', function () {
	this.timeout(60_000);
	let server: FakeOpenAi;
	let proxy: http.Server;
	/** What the proxy was asked for. */
	const wanted: string[] = [];

	before(async () => {
		server = await FakeOpenAi.start();
		proxy = http.createServer();
		// It knows one way, whatever the name.
		proxy.on('connect', ({ url = '' }: http.IncomingMessage, near: net.Socket) => {
			wanted.push(url);
			const far = net.connect(server.server.port, '127.0.0.1', () => near.write('HTTP/1.1 200 Connection established\r\n\r\n'));
			near.pipe(far).pipe(near);
			for (const each of [near, far]) each.on('error', () => (near.destroy(), far.destroy()));
		});
		proxy.listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		const at = (proxy.address() as AddressInfo).port;
		await set('http', { proxy: `http://127.0.0.1:${at}` });
		await set(section, { engine: 'openai', 'openai.url': 'http://gpu.invalid:8000/v1' });
	});
	after(async () => {
		await set(section, { engine: undefined, 'openai.url': undefined });
		await set('http', { proxy: undefined });
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		proxy.close();
		proxy.closeAllConnections();
		await server.stop();
	});

	it('is asked through it, which "Diagnose Connection" says', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.commands.executeCommand(command.diagnoseConnection);
		const said = vscode.window.activeTextEditor?.document.getText() ?? '';
		assert.match(said, /- ✓ gpu\.invalid cannot be reached directly \(.+\), but there is an answer: through a proxy\.\n/);
		assert.match(said, /- ✓ One token took \d+ ms\.\n/);
		assert.deepEqual([...new Set(wanted)], ['gpu.invalid:8000']);
		assert.ok(server.asked > 0);
	});
});

async function set(group: string, values: Readonly<Record<string, unknown>>): Promise<void> {
	const settings = vscode.workspace.getConfiguration(group);
	for (const [id, value] of Object.entries(values)) await settings.update(id, value, vscode.ConfigurationTarget.Global);
}
