/**
 * `npm start`: installs what is missing, builds, and opens VS Code with the extension on the demo workspace.
 *   -- --folder DIR   on another folder
 *   -- --code PATH    in that VS Code
 *   -- --headless     in a browser nobody sees, and shows that everything works (scripts/demo)
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { startCodeServer, windowAddress } from './lib/codeServer.mjs';
import { findDesktopCode, runDesktopCode } from './lib/desktop.mjs';
import { installEngine, installPackages } from './lib/install.mjs';
import { temporaryFolder } from './lib/leftBehind.mjs';
import { inRoot, root } from './lib/root.mjs';
import { main, Missing, say } from './lib/say.mjs';

main(async () => {
	const { folder: named, code, headless } = readOptions();
	await installPackages();
	await installEngine();
	await build({ production: headless }); // its figures are to be those that users get
	if (headless) {
		const { runHeadless } = await import('./demo/headless.mjs');
		process.exitCode = (await runHeadless()) ? 0 : 1;
		return;
	}
	const home = temporaryFolder('start');
	const folder = named ? existing(named) : copyOfDemo(home);
	const executable = await findDesktopCode(code);
	if (executable) await openDesktop(executable, folder, home);
	else await openServer(folder, home);
});

function readOptions() {
	try {
		return parseArgs({ options: { folder: { type: 'string' }, code: { type: 'string' }, headless: { type: 'boolean', default: false } } })
			.values;
	} catch (error) {
		throw new Missing(error.message, 'npm start [-- [--folder DIR] [--code PATH] [--headless]]');
	}
}

async function openDesktop(executable, folder, home) {
	say(`Opening ${folder} in ${executable}; this ends when the window is closed.`);
	await runDesktopCode(executable, { extension: root, folder, home });
}

async function openServer(folder, home) {
	const { server, authority } = await startCodeServer({ home });
	say('VS Code is running. Open this address in a browser on this machine; Ctrl+C here ends it.');
	console.log(`\n    ${windowAddress(authority, { folder, extension: root })}\n`);
	const stopped = new Promise(resolve => ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(signal => process.once(signal, resolve)));
	await Promise.race([stopped, server.whenEnded]);
	await server.stop();
}

/** What is typed there must not change the repository. */
function copyOfDemo(home) {
	const folder = path.join(home, 'demo');
	fs.cpSync(inRoot('demo', 'workspace'), folder, { recursive: true });
	return folder;
}

function existing(folder) {
	if (fs.existsSync(folder)) return fs.realpathSync(folder);
	throw new Missing(`There is no folder ${folder}.`, 'Name one that exists: npm start -- --folder DIR');
}
