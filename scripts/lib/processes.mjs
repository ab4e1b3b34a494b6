/** Child processes: run one to its end, or start one and stop it by its own id. */
import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import { endWithUs } from './leftBehind.mjs';

/**
 * Runs a command to its end. Its output is shown only when it fails: the last lines, in the error.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean}} [options] `show` passes the output on as it comes
 * @returns {Promise<string>} what it wrote to stdout
 */
export function run(command, args, { cwd, env = process.env, show = false } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] });
		endWithUs(child);
		let all = '';
		let out = '';
		child.stdout?.setEncoding('utf8').on('data', text => ((out += text), (all += text)));
		child.stderr?.setEncoding('utf8').on('data', text => (all += text));
		child.on('error', error => reject(new Error(`${command} could not be started: ${error.message}`)));
		child.on('close', (code, signal) => {
			if (code === 0) resolve(out);
			else reject(new CommandFailed(`${[command, ...args].join(' ')} ended with ${code ?? signal}`, all));
		});
	});
}

export class CommandFailed extends Error {
	/**
	 * @param {string} what the command and how it ended
	 * @param {string} output all it wrote
	 */
	constructor(what, output) {
		const lines = output.trim().split('\n').slice(-30);
		super([what, ...lines.map(line => `    ${line}`)].join('\n'));
		this.name = 'CommandFailed';
		this.output = output;
	}
}

/** npm, run by the Node that runs us: PATH may hold another one's. */
export function npm(args, options = {}) {
	const own = process.env.npm_execpath;
	return own?.endsWith('.js')
		? run(process.execPath, [own, ...args], options)
		: run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

export function isOnPath(command) {
	return succeeds(process.platform === 'win32' ? 'where' : 'which', [command]);
}

/** Whether a command that only answers a question is there and says yes. */
export function succeeds(command, args) {
	return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Whether a model server at `address` is ready: it says so at `/health`. */
export async function isHealthy(address) {
	try {
		return (await fetch(`${address}/health`)).ok;
	} catch {
		return false;
	}
}

/**
 * Starts a process that stays, and resolves when `ready` says so.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, name: string, ready: (output: string) => boolean | Promise<boolean>, timeoutMilliseconds: number}} options
 */
export async function start(command, args, { cwd, env, name, ready, timeoutMilliseconds }) {
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	const running = new Running(child, name);
	const deadline = performance.now() + timeoutMilliseconds;
	try {
		while (!(await ready(running.output))) {
			if (running.ended) throw new CommandFailed(`${name} ended before it was ready`, running.output);
			if (performance.now() > deadline)
				throw new CommandFailed(`${name} was not ready after ${timeoutMilliseconds / 1000} s`, running.output);
			await new Promise(resolve => setTimeout(resolve, 50));
		}
	} catch (error) {
		await running.stop();
		throw error;
	}
	return running;
}

/** A process we started; what is still there when we end goes with us. */
export class Running {
	output = '';
	ended = false;

	/**
	 * @param {import('node:child_process').ChildProcess} child
	 * @param {string} name
	 */
	constructor(child, name) {
		this.child = child;
		this.name = name;
		const keep = text => (this.output = (this.output + text).slice(-200_000));
		child.stdout?.setEncoding('utf8').on('data', keep);
		child.stderr?.setEncoding('utf8').on('data', keep);
		this.whenEnded = new Promise(resolve => {
			const end = why => {
				this.ended = true;
				if (why) keep(`${why}\n`);
				resolve(undefined);
			};
			child.once('exit', () => end(''));
			child.once('error', error => end(error.message));
		});
		endWithUs(child);
	}

	get pid() {
		return this.child.pid;
	}

	async stop() {
		if (this.ended) return;
		this.child.kill('SIGTERM');
		const force = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
		await this.whenEnded;
		clearTimeout(force);
	}
}

/** A port that was free on loopback a moment ago. */
export function freePort() {
	return new Promise((resolve, reject) => {
		const server = net.createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = /** @type {net.AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}
