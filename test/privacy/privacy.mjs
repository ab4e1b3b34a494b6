/**
 * Proves that nothing leaves the machine: runs the whole headless demo with every socket of every process written down, and denied unless it
 * is loopback. Run it alone with `npm test -- --only privacy`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { remove, temporaryFolder } from '../../scripts/lib/leftBehind.mjs';
import { isOnPath, run } from '../../scripts/lib/processes.mjs';
import { inRoot } from '../../scripts/lib/root.mjs';

/**
 * One line of the log.
 * @typedef {{program: string, call: string, target: string, port: number, allowed: boolean}} Attempt
 */

/** What the test's browser does for itself, whatever page it shows: its maker's services, its name servers, and how it finds out about IPv6. */
const browsersOwn = [
	({ target }) => ['content-autofill.googleapis.com', 'accounts.google.com', 'update.googleapis.com'].includes(target),
	({ target }) => ['clients2.google.com', 'optimizationguide-pa.googleapis.com', 'redirector.gvt1.com'].includes(target),
	({ call, port }) => call === 'connect' && port === 53,
	({ target, port }) => target === '2001:4860:4860::8888' && port === 443,
];

const titles = {
	sees: 'the recorder sees and denies a connection, a datagram and a name that would leave the machine',
	demo: 'the headless demo works, and no process of it reaches for anything but this machine',
};

/** @returns {Promise<import('../support/mochaRun.mjs').TestResult[]>} */
export async function runPrivacy() {
	if (process.platform !== 'linux' || !isOnPath('gcc')) {
		const title = 'no socket leaves the machine (skipped: the recorder needs Linux and gcc)';
		return [{ title, state: 'skipped', milliseconds: 0 }];
	}
	const folder = temporaryFolder('privacy');
	try {
		const recorder = path.join(folder, 'socketLog.so');
		await run('gcc', ['-shared', '-fPIC', '-O1', inRoot('test', 'privacy', 'socketLog.c'), '-o', recorder, '-ldl']);
		const sender = path.join(folder, 'manyDatagrams');
		await run('gcc', [inRoot('test', 'privacy', 'manyDatagrams.c'), '-o', sender]);
		const recorded = args => record(recorder, path.join(folder, 'sockets.log'), args);
		return [await timed(titles.sees, () => seesEverything(recorded, sender)), await timed(titles.demo, () => demoStays(recorded))];
	} finally {
		remove(folder);
	}
}

/** 192.0.2.0/24 and .invalid lead nowhere (RFC 5737, RFC 2606): were one let through, nobody would be reached. */
const leaving = `
	const failed = promise => promise.then(() => process.exit(2), () => undefined);
	await failed(fetch('http://192.0.2.1/'));
	await failed(fetch('http://nobody.invalid/'));
	const { createSocket } = await import('node:dgram');
	await failed(new Promise((sent, refused) => createSocket('udp4').send('x', 53, '192.0.2.2', error => (error ? refused(error) : sent()))));
	const { spawnSync } = await import('node:child_process');
	process.exit(spawnSync(process.argv[1]).status);`;

async function seesEverything(recorded, sender) {
	const attempts = await recorded(['--input-type=module', '-e', leaving, sender]);
	const denied = attempts.filter(({ allowed }) => !allowed).map(({ target }) => target);
	for (const target of ['192.0.2.1', 'nobody.invalid', '192.0.2.2', '192.0.2.3']) {
		if (!denied.includes(target)) throw new Error(`${target} is not among what was denied: ${denied.join(', ')}`);
	}
}

async function demoStays(recorded) {
	const attempts = await recorded([inRoot('scripts', 'start.mjs'), '--headless']);
	if (!attempts.some(({ program, allowed }) => program === 'node' && allowed)) throw new Error('The recorder saw nothing of the demo.');
	const leaving = attempts.filter(each => !each.allowed && !(/^chrom/.test(each.program) && browsersOwn.some(isOwn => isOwn(each))));
	if (leaving.length === 0) return;
	const lines = [...new Set(leaving.map(({ program, call, target, port }) => `${program}: ${call} ${target}${port ? `:${port}` : ''}`))];
	throw new Error(`${leaving.length} attempts to leave the machine:\n${lines.join('\n')}`);
}

/**
 * Runs Node with the recorder in it and in all its children; throws when it fails.
 * @returns {Promise<Attempt[]>}
 */
async function record(recorder, log, args) {
	fs.rmSync(log, { force: true });
	await run(process.execPath, args, { cwd: inRoot(), env: { ...process.env, LD_PRELOAD: recorder, SOCKET_LOG: log } });
	const lines = fs.existsSync(log) ? fs.readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
	return lines.map(line => JSON.parse(line));
}

/** @returns {Promise<import('../support/mochaRun.mjs').TestResult>} */
async function timed(title, test) {
	const start = performance.now();
	try {
		await test();
		return { title, state: 'passed', milliseconds: performance.now() - start };
	} catch (error) {
		return { title, state: 'failed', milliseconds: performance.now() - start, error: error.message };
	}
}
