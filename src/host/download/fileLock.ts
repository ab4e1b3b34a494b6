/**
 * Lets one window at a time write a file. The lock is a file beside it that its owner touches while it lives; whether the owner lives is judged
 * by watching the lock stand still, not by clocks, so that a laptop's sleep or a changed clock takes it from nobody.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import { delay } from '../../core/base/abort';
import { codeOf } from './codeOf';

export interface LockTiming {
	/** How often the owner shows that it lives. */
	readonly beatMs: number;
	/** How often others look. */
	readonly lookMs: number;
	/** A lock that stood still for so long while we watched has no owner any more. */
	readonly staleMs: number;
}

interface Owner {
	readonly id: string;
	readonly pid: number;
	readonly host: string;
}

export class FileLock {
	private readonly lostController = new AbortController();
	private readonly timer: NodeJS.Timeout;

	private constructor(
		private readonly file: string,
		private readonly id: string,
		beatMs: number,
	) {
		this.timer = setInterval(() => void this.beat(), beatMs);
		this.timer.unref();
	}

	/** Aborts when somebody else took the lock, because we seemed dead. */
	get lost(): AbortSignal {
		return this.lostController.signal;
	}

	/**
	 * Waits for the lock; `undefined` when `signal` aborted, or `isPointless` says that nothing is left to do.
	 * It is asked at each look while another owner works.
	 */
	static async acquire(
		file: string,
		timing: LockTiming,
		now: () => number,
		signal: AbortSignal,
		isPointless: () => Promise<boolean>,
	): Promise<FileLock | undefined> {
		let seen: { readonly stamp: string; readonly at: number } | undefined;
		while (!signal.aborted) {
			const id = randomUUID();
			if (await create(file, id)) return new FileLock(file, id, timing.beatMs);
			const stamp = await stampOf(file);
			if (stamp === undefined) continue;
			if (seen?.stamp !== stamp) seen = { stamp, at: now() };
			if ((await isOrphan(file)) || now() - seen.at >= timing.staleMs) {
				await remove(file, stamp);
				continue;
			}
			if (await isPointless()) return undefined;
			await delay(timing.lookMs, signal);
		}
		return undefined;
	}

	async release(): Promise<void> {
		clearInterval(this.timer);
		if ((await ownerOf(this.file))?.id === this.id) await fs.rm(this.file, { force: true });
	}

	private async beat(): Promise<void> {
		try {
			if ((await ownerOf(this.file))?.id === this.id) return await fs.utimes(this.file, new Date(), new Date());
		} catch {
			// It went between the two calls.
		}
		clearInterval(this.timer);
		this.lostController.abort();
	}
}

/** Says whether it was ours to create. Throws where the folder can't be written to. */
async function create(file: string, id: string): Promise<boolean> {
	const owner: Owner = { id, pid: process.pid, host: os.hostname() };
	try {
		await fs.writeFile(file, JSON.stringify(owner), { flag: 'wx' });
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

async function stampOf(file: string): Promise<string | undefined> {
	const stat = await fs.stat(file).catch(() => undefined);
	return stat && `${stat.ino} ${stat.mtimeMs}`;
}

/** Whether its owner was a process of this machine that has ended. */
async function isOrphan(file: string): Promise<boolean> {
	const owner = await ownerOf(file);
	return owner?.host === os.hostname() && !isRunning(owner.pid);
}

/**
 * Of several that find the lock stale, one moves it away; one that comes later and moves a new lock by mistake puts it back,
 * and its owner would notice within a beat if that came too late.
 */
async function remove(file: string, stamp: string): Promise<void> {
	const aside = `${file}.${randomUUID()}`;
	try {
		await fs.rename(file, aside);
		if ((await stampOf(aside)) !== stamp) await fs.link(aside, file).catch(() => undefined);
	} catch {
		// Another one was quicker.
	}
	await fs.rm(aside, { force: true });
}

async function ownerOf(file: string): Promise<Owner | undefined> {
	try {
		const owner = JSON.parse(await fs.readFile(file, 'utf8')) as Partial<Owner> | null;
		const { id, pid, host } = owner ?? {};
		return typeof id === 'string' && typeof pid === 'number' && typeof host === 'string' ? { id, pid, host } : undefined;
	} catch {
		return undefined;
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) !== 'ESRCH';
	}
}
