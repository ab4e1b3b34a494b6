/**
 * What is here of a download: `FILE.part` with the bytes and `FILE.part.json` with what they are of. Survives the end of its process at any
 * moment: bytes only ever come at the end, and the note is there before the first of them.
 */
import { createHash, type Hash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { DownloadError } from '../../core/download/downloadError';
import { codeOf } from './codeOf';
import type { FileIdentity } from './requestFile';

/** The disk, so that tests can make it full. */
export interface Disk {
	/** Opens for reading and writing, and creates what is not there. */
	open(file: string): Promise<DiskFile>;
	/** For this user. */
	freeBytes(folder: string): Promise<number>;
}

export type DiskFile = Pick<fs.FileHandle, 'read' | 'write' | 'truncate' | 'sync' | 'close' | 'stat'>;

export const realDisk: Disk = {
	open: file => fs.open(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644),
	freeBytes: async folder => {
		const { bavail, bsize } = await fs.statfs(folder);
		return bavail * bsize;
	},
};

interface Note extends FileIdentity {
	readonly url: string;
}

const blockBytes = 4 << 20;

export class PartFile {
	private hash: Hash = createHash('sha256');
	private hashedBytes = 0;

	private constructor(
		private readonly target: string,
		private readonly handle: DiskFile,
		private length: number,
		private note: Note,
	) {}

	/** A part of which nothing is known, or that is of another address and another content, is begun anew. */
	static async open(target: string, url: string, sha256: string | undefined, disk: Disk): Promise<PartFile> {
		const handle = await disk.open(partOf(target)).catch((error: unknown) => {
			throw unwritable(target, error);
		});
		const note = await readNote(target);
		const isOurs = note !== undefined && (note.url === url || (sha256 !== undefined && note.sha256 === sha256));
		const length = isOurs ? (await handle.stat()).size : 0;
		return new PartFile(target, handle, length, isOurs ? { ...note, url } : { url });
	}

	/** How much another window has, and how much it will be. */
	static async look(target: string): Promise<{ readonly completedBytes: number; readonly totalBytes: number }> {
		const [stat, note] = await Promise.all([fs.stat(partOf(target)).catch(() => undefined), readNote(target)]);
		return { completedBytes: stat?.size ?? 0, totalBytes: note?.totalBytes ?? 0 };
	}

	get bytes(): number {
		return this.length;
	}

	get identity(): FileIdentity {
		return this.note;
	}

	get isHashed(): boolean {
		return this.hashedBytes === this.length;
	}

	/** Throws away what is here; what comes is of this version of the file. */
	async restart(identity: FileIdentity): Promise<void> {
		this.note = { url: this.note.url, ...identity };
		this.length = 0;
		this.hash = createHash('sha256');
		this.hashedBytes = 0;
		await this.guard(async () => {
			await this.handle.truncate(0);
			await fs.writeFile(noteOf(this.target), JSON.stringify(this.note));
		});
	}

	/** What was written before the disk was full stays. */
	async append(chunk: Uint8Array): Promise<void> {
		for (let offset = 0; offset < chunk.length;) {
			const written = await this.guard(() => this.handle.write(chunk, offset, chunk.length - offset, this.length));
			if (this.isHashed) {
				this.hash.update(chunk.subarray(offset, offset + written.bytesWritten));
				this.hashedBytes += written.bytesWritten;
			}
			this.length += written.bytesWritten;
			offset += written.bytesWritten;
		}
	}

	/** Reads what was not yet hashed; says whether it came to the end of it. */
	async catchUp(signal: AbortSignal): Promise<boolean> {
		const block = Buffer.alloc(Math.min(blockBytes, this.length - this.hashedBytes));
		while (this.hashedBytes < this.length && !signal.aborted) {
			const wanted = Math.min(block.length, this.length - this.hashedBytes);
			const { bytesRead } = await this.guard(() => this.handle.read(block, 0, wanted, this.hashedBytes));
			if (bytesRead === 0) throw new DownloadError('unwritable', `${partOf(this.target)} became shorter`, { file: this.target });
			this.hash.update(block.subarray(0, bytesRead));
			this.hashedBytes += bytesRead;
		}
		return this.isHashed;
	}

	/** Of everything; `catchUp` must have come to its end. */
	digest(): string {
		return this.hash.copy().digest('hex');
	}

	/** Gives the file its name. Only after this is there anything under it. */
	async finish(): Promise<void> {
		await this.guard(() => this.handle.sync());
		await this.handle.close();
		await this.guard(() => renameWhenFree(partOf(this.target), this.target));
		await fs.rm(noteOf(this.target), { force: true });
	}

	async discard(): Promise<void> {
		await this.handle.close();
		await fs.rm(partOf(this.target), { force: true });
		await fs.rm(noteOf(this.target), { force: true });
	}

	/** Closes it and keeps what is here. */
	async close(): Promise<void> {
		// Already closed where it was finished or discarded.
		await this.handle.close().catch(() => undefined);
	}

	private async guard<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			const isFull = ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
			if (!isFull) throw unwritable(this.target, error);
			const needBytes = (this.note.totalBytes ?? this.length) - this.length;
			const message = `the disk of ${path.dirname(this.target)} is full, ${needBytes} bytes are still to come`;
			throw new DownloadError('tooLittleSpace', message, { file: this.target, needBytes, freeBytes: 0 }, { cause: error });
		}
	}
}

/** Says that the folder or file can't be written to; other errors stay as they are. */
export function unwritable(file: string, error: unknown): unknown {
	const code = codeOf(error);
	if (error instanceof DownloadError || code === undefined) return error;
	return new DownloadError('unwritable', `${file} can't be written (${code})`, { file, code }, { cause: error });
}

const partOf = (target: string) => `${target}.part`;
const noteOf = (target: string) => `${target}.part.json`;

async function readNote(target: string): Promise<Note | undefined> {
	try {
		const { url, etag, lastModified, sha256, totalBytes } = JSON.parse(await fs.readFile(noteOf(target), 'utf8')) as Record<
			string,
			unknown
		>;
		if (typeof url !== 'string') return undefined;
		return {
			url,
			...(typeof etag === 'string' && { etag }),
			...(typeof lastModified === 'string' && { lastModified }),
			...(typeof sha256 === 'string' && { sha256 }),
			...(typeof totalBytes === 'number' && { totalBytes }),
		};
	} catch {
		return undefined;
	}
}

/** On Windows a virus scanner may hold a file for a moment that was just written. */
async function renameWhenFree(from: string, to: string): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			return await fs.rename(from, to);
		} catch (error) {
			if (tries === 10 || !['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) throw error;
			await new Promise(resolve => setTimeout(resolve, 100 * tries));
		}
	}
}
