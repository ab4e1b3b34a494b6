/**
 * A folder of conversations on the disk. Node's own calls and not `vscode.workspace.fs`: that one deletes the old file before it renames the new
 * one onto it, and a crash in between would lose both.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ConversationFiles, type FileStamp } from '../core/chat/conversationFiles';
import { codeOf } from './download/codeOf';

/** Written beside the file and renamed onto it; one that is left over was never whole. */
const unfinished = '.unfinished';

/** Another window may still be writing one that is younger. */
const abandonedAfterMs = 60_000;

/** Conversations hold code, and other users of the machine need not read it. */
const ownerOnly = 0o600;

export class ConversationFolder implements ConversationFiles {
	constructor(private readonly folder: string) {}

	async list(): Promise<readonly FileStamp[]> {
		const names = await orNothing(readdir(this.folder));
		const found: FileStamp[] = [];
		for (const name of names ?? []) {
			if (name.endsWith(unfinished)) await this.sweep(name);
			else {
				const stamp = await this.stamp(name);
				if (stamp !== undefined) found.push({ name, stamp });
			}
		}
		return found;
	}

	async stamp(name: string): Promise<string | undefined> {
		const status = await orNothing(stat(this.at(name), { bigint: true }));
		// Every write makes a new file, so the file's own number tells two writes of the same millisecond and size apart.
		return status?.isFile() ? `${status.mtimeNs}-${status.size}-${status.ino}` : undefined;
	}

	read(name: string): Promise<string | undefined> {
		return orNothing(readFile(this.at(name), 'utf8'));
	}

	async write(name: string, text: string): Promise<string> {
		const beside = this.at(`${name}.${randomUUID()}${unfinished}`);
		await mkdir(this.folder, { recursive: true });
		try {
			const file = await open(beside, 'wx', ownerOnly);
			try {
				await file.writeFile(text);
				// Without it a power failure could leave the new name with an empty file.
				await file.sync();
			} finally {
				await file.close();
			}
			await replace(beside, this.at(name));
		} catch (error) {
			await rm(beside, { force: true });
			throw error;
		}
		return (await this.stamp(name)) ?? '';
	}

	async rename(from: string, to: string): Promise<boolean> {
		try {
			// A rename would overwrite; a second name refuses to. At every moment the file has at least one of them.
			await link(this.at(from), this.at(to));
		} catch (error) {
			const code = codeOf(error) ?? '';
			if (['EEXIST', 'ENOENT'].includes(code)) return false;
			// Some file systems, such as a USB stick's, know no second names.
			if ((await this.stamp(to)) !== undefined) return false;
			await rename(this.at(from), this.at(to));
			return true;
		}
		await this.remove(from);
		return true;
	}

	async remove(name: string): Promise<void> {
		await rm(this.at(name), { force: true });
	}

	private async sweep(name: string): Promise<void> {
		const status = await orNothing(stat(this.at(name)));
		if (status && Date.now() - status.mtimeMs > abandonedAfterMs) await this.remove(name);
	}

	private at(name: string): string {
		return path.join(this.folder, name);
	}
}

/** On Windows a virus scanner or an indexer may hold the old file for a moment. */
async function replace(from: string, to: string): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await rename(from, to);
		} catch (error) {
			if (attempt >= 5 || !['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) throw error;
			await new Promise(resolve => setTimeout(resolve, attempt * 20));
		}
	}
}

async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}
