/** What has to be true of a file, and of the disk it goes to: asked before it comes, at its beginning and at its end. Each check throws `DownloadError`. */
import path from 'node:path';
import { DownloadError } from '../../core/download/downloadError';
import type { DownloadOptions } from './downloadOptions';
import { realDisk } from './partFile';
import type { FileIdentity } from './requestFile';

/** The editor, the system and others write too. */
const sparedBytes = 256 << 20;

export class ExpectedFile {
	/** Absent where nobody knows; so is the hash, in lower case. */
	readonly bytes: number | undefined;
	readonly sha256: string | undefined;

	constructor(private readonly options: Pick<DownloadOptions, 'url' | 'file' | 'expected' | 'startsWith' | 'disk'>) {
		this.bytes = options.expected.bytes;
		this.sha256 = options.expected.sha256?.toLowerCase();
	}

	/** How many bytes `checkBeginning` wants to see. */
	get beginningBytes(): number {
		return Buffer.byteLength(this.options.startsWith);
	}

	/** What the server says of the file before it sends it. */
	checkStated({ totalBytes, sha256 }: FileIdentity): void {
		if (this.bytes !== undefined && totalBytes !== undefined && totalBytes !== this.bytes) throw this.wrongSize(this.bytes, totalBytes);
		if (this.sha256 !== undefined && sha256 !== undefined && sha256 !== this.sha256) throw this.wrongHash(this.sha256, sha256);
	}

	checkBeginning(beginning: Uint8Array): void {
		const { startsWith, url, file } = this.options;
		if (Buffer.from(beginning).toString('latin1').startsWith(startsWith)) return;
		const shown = JSON.stringify(Buffer.from(beginning.subarray(0, 60)).toString('utf8'));
		throw new DownloadError('notAModel', `${url} is not the file that was asked for: it begins with ${shown}`, { url, file });
	}

	/** @param comingBytes what is still to be written; `undefined` where nobody knows, which is taken to fit */
	async checkSpace(comingBytes: number | undefined): Promise<void> {
		if (comingBytes === undefined) return;
		const { file, disk = realDisk } = this.options;
		const folder = path.dirname(file);
		const needBytes = comingBytes + sparedBytes;
		const freeBytes = await disk.freeBytes(folder);
		if (freeBytes >= needBytes) return;
		const message = `${folder} has ${freeBytes} bytes free, ${needBytes} are needed`;
		throw new DownloadError('tooLittleSpace', message, { file, needBytes, freeBytes });
	}

	wrongSize(expectedBytes: number, actualBytes: number): DownloadError {
		const { url, file } = this.options;
		const message = `${url} has ${actualBytes} bytes, not ${expectedBytes}`;
		return new DownloadError('sizeMismatch', message, { url, file, expectedBytes, actualBytes });
	}

	wrongHash(expectedHash: string, actualHash: string): DownloadError {
		const { url, file } = this.options;
		const message = `${url} has SHA-256 ${actualHash}, not ${expectedHash}`;
		return new DownloadError('hashMismatch', message, { url, file, expectedHash, actualHash });
	}
}
