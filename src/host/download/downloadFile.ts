/**
 * Downloads a large file so that nothing is lost and nothing half is ever found under its name: what came is kept over cuts, pauses and the end
 * of the process, and continued; a file that changed on the server meanwhile is begun anew; size and SHA-256 are checked before it gets its name.
 */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { delay } from '../../core/base/abort';
import { DownloadError } from '../../core/download/downloadError';
import { ByteReader } from './byteReader';
import { codeOf } from './codeOf';
import { defaultTiming, type DownloadOptions, type DownloadOutcome, type DownloadState, type DownloadTiming } from './downloadOptions';
import { ExpectedFile } from './expectedFile';
import { FileLock } from './fileLock';
import { PartFile, realDisk, unwritable } from './partFile';
import { isSameFile, requestFile, type FileAnswer, type FileIdentity } from './requestFile';
import { Silence } from './silence';

const mostTries = 5;
const mostChanges = 2;
/** Ten times a second is as often as anybody can see. */
const progressMs = 100;

/** Throws `DownloadError`. Another window's download of the same file is waited for, and continued when that window pauses or ends. */
export async function downloadFile(options: DownloadOptions): Promise<DownloadOutcome> {
	const { file, expected, now, onProgress, signal } = options;
	const timing = { ...defaultTiming, ...options.timing };
	const isThere = async () => {
		const stat = await fs.stat(file).catch(() => undefined);
		return stat !== undefined && (expected.bytes === undefined || stat.size === expected.bytes);
	};
	const isThereElseTell = async () => {
		if (await isThere()) return true;
		onProgress({ ...(await PartFile.look(file)), state: 'elsewhere' });
		return false;
	};
	try {
		await fs.mkdir(path.dirname(file), { recursive: true });
		while (!signal.aborted) {
			if (await isThere()) return { kind: 'done' };
			const lock = await FileLock.acquire(`${file}.lock`, timing, now, signal, isThereElseTell);
			if (lock === undefined) continue;
			try {
				if (await isThere()) return { kind: 'done' };
				if (await new Download(options, timing, AbortSignal.any([signal, lock.lost])).run()) return { kind: 'done' };
			} finally {
				await lock.release();
			}
		}
	} catch (error) {
		throw unwritable(file, error);
	}
	return { kind: 'paused' };
}

class Download {
	private readonly expected: ExpectedFile;
	private changes = 0;
	private toldAt = -Infinity;

	constructor(
		private readonly options: DownloadOptions,
		private readonly timing: DownloadTiming,
		private readonly signal: AbortSignal,
	) {
		this.expected = new ExpectedFile(options);
	}

	/** Says whether the file is there now; not, when the signal aborted. */
	async run(): Promise<boolean> {
		const { url, file, disk = realDisk } = this.options;
		const part = await PartFile.open(file, url, this.expected.sha256, disk);
		try {
			return (await this.fetchAll(part)) && (await this.checkAndName(part));
		} finally {
			await part.close();
		}
	}

	/** Goes on until everything is here; `false` when the signal aborted. */
	private async fetchAll(part: PartFile): Promise<boolean> {
		let furthest = part.bytes;
		for (let tries = 0; !this.signal.aborted;) {
			const changes = this.changes;
			try {
				if (await this.fetchSome(part)) return true;
			} catch (error) {
				if (this.signal.aborted) break;
				if (!(error instanceof DownloadError && isWorthRetrying(error))) throw error;
				if (part.bytes > furthest) tries = 0;
				if (++tries >= mostTries) throw error;
				this.tell(part, 'retrying', true);
				const wait = error.details.retryAfterMs ?? this.timing.backoffMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
				this.options.log.info(`${error.message}; trying again in ${Math.round(wait)} ms`);
				await delay(Math.min(wait, this.timing.longestBackoffMs), this.signal);
			}
			furthest = changes === this.changes ? Math.max(furthest, part.bytes) : part.bytes;
		}
		return false;
	}

	/** One request, as far as it goes. Says whether everything is here now. */
	private async fetchSome(part: PartFile): Promise<boolean> {
		if (part.bytes > 0 && part.bytes === part.identity.totalBytes) return true;
		// What was here before is hashed now, while no server waits for us.
		if ((this.expected.sha256 ?? part.identity.sha256) !== undefined && !(await this.catchUp(part))) return false;
		this.tell(part, 'connecting', true);
		const silence = new Silence(this.timing.silenceMs);
		const signal = AbortSignal.any([this.signal, silence.signal]);
		try {
			const { url, headers, fetch } = this.options;
			const request = { url, fromByte: part.bytes, identity: part.identity, fetch, signal, ...(headers && { headers }) };
			const answer = await requestFile(request).catch(unlessKnown);
			if (answer.kind === 'pastTheEnd') {
				if (part.identity.totalBytes === undefined && answer.totalBytes === part.bytes) return true;
				await this.restart(part, {}, 'the file on the server is shorter than what is here');
				return false;
			}
			return await this.take(part, answer, silence);
		} catch (error) {
			throw error instanceof Unheard && !this.signal.aborted ? this.brokeOff(part, error, silence) : error;
		} finally {
			silence.end();
		}
	}

	private async take(part: PartFile, answer: FileAnswer & { readonly kind: 'content' }, silence: Silence): Promise<boolean> {
		const reader = new ByteReader(answer.body);
		try {
			const { fromByte, identity } = answer;
			this.expected.checkStated(identity);
			if (part.bytes > 0 && part.bytes === fromByte && isSameFile(part.identity, identity)) {
				await this.expected.checkSpace(part.identity.totalBytes === undefined ? undefined : part.identity.totalBytes - part.bytes);
			} else if (fromByte > 0) {
				await this.restart(part, {}, 'the file on the server has changed');
				return false;
			} else {
				await this.begin(part, identity, reader);
			}
			return await this.copy(part, reader, silence);
		} finally {
			await reader.cancel();
		}
	}

	/** The server sends it from its first byte: what is here already is of no use. */
	private async begin(part: PartFile, identity: FileIdentity, reader: ByteReader): Promise<void> {
		this.expected.checkBeginning(await reader.peek(this.expected.beginningBytes).catch(unlessKnown));
		await this.expected.checkSpace(identity.totalBytes ?? this.expected.bytes);
		const hasChanged = !isSameFile(part.identity, identity);
		if (part.bytes === 0) await part.restart(identity);
		else await this.restart(part, identity, hasChanged ? 'the file on the server has changed' : undefined);
	}

	private async copy(part: PartFile, reader: ByteReader, silence: Silence): Promise<boolean> {
		const totalBytes = part.identity.totalBytes ?? this.expected.bytes;
		for (;;) {
			const chunk = await reader.read().catch(unlessKnown);
			silence.heard();
			if (this.signal.aborted) return false;
			if (chunk === undefined) break;
			const bytes = part.bytes + chunk.length;
			if (totalBytes !== undefined && bytes > totalBytes) throw this.expected.wrongSize(totalBytes, bytes);
			await part.append(chunk);
			this.tell(part, 'downloading');
		}
		this.tell(part, 'downloading', true);
		if (totalBytes !== undefined && part.bytes < totalBytes) throw new Unheard('the answer ended');
		return true;
	}

	private async checkAndName(part: PartFile): Promise<boolean> {
		const { expected } = this;
		const wanted = expected.sha256 ?? part.identity.sha256;
		if (expected.bytes !== undefined && part.bytes !== expected.bytes) {
			await part.discard();
			throw expected.wrongSize(expected.bytes, part.bytes);
		}
		if (wanted !== undefined) {
			if (!(await this.catchUp(part))) return false;
			const actual = part.digest();
			if (actual !== wanted) {
				await part.discard();
				throw expected.wrongHash(wanted, actual);
			}
		}
		await part.finish();
		return true;
	}

	/** Says whether it came to its end before the signal aborted. */
	private async catchUp(part: PartFile): Promise<boolean> {
		if (!part.isHashed) this.tell(part, 'checking', true);
		return part.catchUp(this.signal);
	}

	private async restart(part: PartFile, identity: FileIdentity, reason: string | undefined): Promise<void> {
		const { log, url, file } = this.options;
		log.warn(`${path.basename(file)} is downloaded from the beginning: ${reason ?? 'the server can only send all of it'}`);
		if (reason !== undefined && ++this.changes > mostChanges)
			throw new DownloadError('changed', `${url} changed ${this.changes} times while it was downloaded`, { url });
		await part.restart(identity);
		this.tell(part, 'restarted', true);
	}

	private brokeOff(part: PartFile, reason: Unheard, silence: Silence): DownloadError {
		const { url } = this.options;
		const why = silence.signal.aborted ? `nothing came for ${this.timing.silenceMs} ms` : reason.message;
		const { totalBytes } = part.identity;
		return new DownloadError('interrupted', `${url} broke off at byte ${part.bytes}: ${why}`, {
			url,
			host: new URL(url).host,
			completedBytes: part.bytes,
			...(totalBytes !== undefined && { expectedBytes: totalBytes }),
		});
	}

	private tell(part: PartFile, state: DownloadState, always = false): void {
		const now = this.options.now();
		if (!always && now - this.toldAt < progressMs) return;
		this.toldAt = now;
		const totalBytes = part.identity.totalBytes ?? this.expected.bytes ?? 0;
		this.options.onProgress({ completedBytes: part.bytes, totalBytes, state });
	}
}

/** The rest was not heard: the connection broke, or was broken off because nothing came. */
class Unheard extends Error {}

function unlessKnown(error: unknown): never {
	throw error instanceof DownloadError ? error : new Unheard(codeOf(error) ?? String(error), { cause: error });
}

/** A certificate that is not trusted now is not trusted in ten seconds either; a server that refuses what was asked goes on refusing. */
function isWorthRetrying({ kind, details }: DownloadError): boolean {
	if (kind === 'offline') return !/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_INVALID/.test(details.code ?? '');
	return (
		kind === 'interrupted' || (kind === 'server' && (details.status === 408 || details.status === 429 || (details.status ?? 0) >= 500))
	);
}
