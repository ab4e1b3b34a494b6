/**
 * `npm run test:kills`: kills a process that chats, at random moments, and looks each time whether everything it had saved is still there.
 *   -- --kills 200   how often
 *   -- --seed 1      the same choices again; the moments differ, as they do
 * All rounds share one folder, so what survived one kill has to survive the next ones too.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

/** @typedef {import('./saved').Saved} Saved */

/** From the first save on; a process that lives longer saves a few hundred times. */
const longestLifeMs = 150;

const { kills, seed } = parseArgs({
	options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
}).values;
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-kills-'));
process.exitCode = await main().finally(() => fs.rmSync(home, { recursive: true }));

async function main() {
	const entryPoints = ['chatter', 'missing'].map(name => path.join(import.meta.dirname, `${name}.ts`));
	const outExtension = { '.js': '.mjs' };
	await build({ entryPoints, outdir: home, outExtension, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
	const { missing } = await import(pathToFileURL(path.join(home, 'missing.mjs')).href);
	const folder = path.join(home, 'conversations');
	/** @type {Map<string, Saved>} what must be there, by conversation */
	const saved = new Map();
	let saves = 0;
	let halfWritten = 0;
	for (let kill = 1; kill <= Number(kills); kill++) {
		const before = new Set(unfinished(folder));
		const said = await chatUntilKilled(folder, Number(seed) + kill);
		const failed = said.find(({ error }) => error !== undefined);
		if (failed) return lost(kill, [`saving failed: ${failed.error}`]);
		for (const each of said) saved.set(each.id, each);
		saves += said.length;
		if (unfinished(folder).some(name => !before.has(name))) halfWritten++;
		const found = await missing(folder, saved);
		if (found.missing.length > 0) return lost(kill, found.missing);
		if (kill % 20 === 0) console.log(`${kill} kills, ${saves} saves, ${found.conversations} conversations, none lost`);
	}
	console.log(`${kills} kills, none lost. A file was half written at ${halfWritten} of them.`);
	return 0;
}

function unfinished(folder) {
	return fs.existsSync(folder) ? fs.readdirSync(folder).filter(name => name.endsWith('.unfinished')) : [];
}

function lost(kill, what) {
	console.error(`Kill ${kill} lost something:\n${what.join('\n')}`);
	return 1;
}

/**
 * @param {string} folder
 * @param {number} seed
 * @returns {Promise<Saved[]>} what the process said before it died
 */
async function chatUntilKilled(folder, seed) {
	const child = spawn(process.execPath, [path.join(home, 'chatter.mjs'), folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
	const lines = [];
	const reader = createInterface({ input: child.stdout });
	const first = new Promise(resolve => reader.once('line', resolve));
	reader.on('line', line => lines.push(line));
	const end = new Promise(resolve => child.once('close', resolve));
	await Promise.race([first, end]);
	await sleep(Math.random() * longestLifeMs);
	child.kill('SIGKILL');
	await end;
	return lines.flatMap(line => {
		try {
			return [JSON.parse(line)];
		} catch {
			return []; // the line it died in
		}
	});
}
