/**
 * A whole VS Code from npm: the package `code-server` holds the VS Code server with its web workbench. Nothing is compiled, so the
 * integrated terminal and recursive file watching are missing; the extension host, ghost text, web views and chat are all there.
 */
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce, isInstalled } from './cache.mjs';
import { nodeForCode } from './nodeForCode.mjs';
import { freePort, npm, run, start } from './processes.mjs';
import { saying } from './say.mjs';

const version = '4.139.1'; // VS Code 1.139.1
const quietly = ['--ignore-scripts', '--no-audit', '--no-fund'];

/** Installs the server where it is missing and returns how to run it. */
export async function installCodeServer() {
	const folder = cacheFolder(`code-server-${version}`);
	const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
	if (!isInstalled(folder, version)) {
		await saying(`Installing VS Code from the npm package code-server ${version} (600 MB, once)`, () =>
			installOnce(folder, version, async () => {
				await npm(['install', '--prefix', folder, ...quietly, `code-server@${version}`]);
				for (const part of [vscode, path.join(vscode, 'extensions')]) await npm(['install', '--omit=dev', ...quietly], { cwd: part });
			}),
		);
	}
	return { node: await nodeForCode(), main: path.join(vscode, 'out', 'server-main.js') };
}

/** Its own: it reports to its maker and asks a gallery of extensions, whatever the telemetry level. Neither is what anybody came for. */
const silent = { CS_TELEMETRY_URL: 'http://127.0.0.1:9/', EXTENSIONS_GALLERY: '{}' };

/**
 * Starts a server of its own, which shares nothing with a VS Code of the user.
 * @param {object} options
 * @param {string} options.home an empty folder for the server's data and extensions
 * @param {string} [options.vsix] an extension package to install before
 * @param {NodeJS.ProcessEnv} [options.env] what the extension host inherits
 * @param {boolean} [options.asksForTrust] in the workspace's authors; otherwise they are trusted
 */
export async function startCodeServer({ home, vsix, env = process.env, asksForTrust = false }) {
	const { node, main } = await installCodeServer();
	const extensions = path.join(home, 'extensions');
	const folders = ['--server-data-dir', path.join(home, 'server'), '--extensions-dir', extensions];
	fs.mkdirSync(extensions, { recursive: true });
	if (vsix) await run(node, [main, ...folders, '--accept-server-license-terms', '--install-extension', vsix], { env });
	const port = await freePort();
	const server = await start(
		node,
		[
			main,
			...folders,
			...['--host', '127.0.0.1', '--port', String(port)],
			...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'],
			...(asksForTrust ? [] : ['--disable-workspace-trust']),
			'--enable-smoke-test-driver', // without it a built workbench ignores extensionDevelopmentPath in the address
		],
		{
			env: { ...env, ...silent },
			name: 'The VS Code server',
			ready: output => output.includes('Web UI available'),
			timeoutMilliseconds: 60_000,
		},
	);
	return { server, authority: `127.0.0.1:${port}` };
}

/**
 * The address of a window of that server.
 * @param {string} authority host and port
 * @param {object} what
 * @param {string} what.folder the workspace
 * @param {string} [what.extension] the source folder of an extension to develop
 * @param {string} [what.tests] a module that exports `run()`, to be run in the extension host
 * @param {string} [what.file] a file to open
 */
export function windowAddress(authority, { folder, extension, tests, file }) {
	const remote = name => `vscode-remote://${authority}${name.split(path.sep).join('/')}`;
	const payload = [];
	if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
	if (tests) payload.push(['extensionTestsPath', remote(tests)]);
	if (file) payload.push(['openFile', remote(file)]);
	const query = new URLSearchParams({ folder });
	if (payload.length) query.set('payload', JSON.stringify(payload));
	return `http://${authority}/?${query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':')}`; // those may stay as they are, to be read
}
