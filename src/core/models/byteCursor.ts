/** Reads numbers and strings one after the other out of a file that is fetched in pieces, and believes no length before it has checked it. */
import { GgufError } from './ggufError';

/** Reads up to `length` bytes at `offset`; fewer only at the end of the file. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

export const mostHeaderBytes = 256 * 1024 * 1024;
/** Chat templates are the longest strings in real headers, some 10 KB. */
export const mostStringBytes = 1024 * 1024;
const chunkBytes = 1024 * 1024;

export function bounded(value: number, most: number, what: string): number {
	if (!(value <= most)) throw new GgufError('absurd', `it claims to have ${value} ${what}`);
	return value;
}

/** A position in the file with a window of bytes around it; small values are read from the window without waiting for the disk. */
export class ByteCursor {
	private window: Uint8Array = new Uint8Array(0);
	private windowStart = 0;
	offset = 0;

	constructor(private readonly read: ReadBytes) {}

	async bytes(length: number): Promise<Uint8Array> {
		if (this.offset + length > this.windowStart + this.window.length) await this.fill(length);
		const from = this.offset - this.windowStart;
		this.offset += length;
		return this.window.subarray(from, from + length);
	}

	async view(length: number): Promise<DataView> {
		const bytes = await this.bytes(length);
		return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	async u32(): Promise<number> {
		return (await this.view(4)).getUint32(0, true);
	}

	/** Counts beyond 2^53 lose digits, and are refused by their size anyway. */
	async u64(): Promise<number> {
		return Number((await this.view(8)).getBigUint64(0, true));
	}

	async string(most: number): Promise<string> {
		const length = bounded(await this.u64(), most, 'bytes of a string');
		return decoder.decode(await this.bytes(length));
	}

	skip(length: number): void {
		this.offset += length;
		if (this.offset > mostHeaderBytes) throw tooLong();
	}

	/** Steps over a vocabulary without waiting for each of its 100,000 entries, and says whether `wanted` was among them. */
	async skipStrings(count: number, wanted: Uint8Array): Promise<boolean> {
		let view = this.windowView();
		let found = false;
		for (let index = 0; index < count; index++) {
			const most = 8 + wanted.length;
			if (this.offset + most > this.windowStart + this.window.length) {
				await this.fill(8, most);
				view = this.windowView();
			}
			const at = this.offset - this.windowStart;
			const length = bounded(Number(view.getBigUint64(at, true)), mostStringBytes, 'bytes of a string');
			found ||= length === wanted.length && wanted.every((byte, place) => byte === this.window[at + 8 + place]);
			this.skip(8 + length);
		}
		return found;
	}

	private windowView(): DataView {
		return new DataView(this.window.buffer, this.window.byteOffset, this.window.byteLength);
	}

	/** Moves the window here, with at least `length` bytes in it. */
	private async fill(length: number, wanted = length): Promise<void> {
		if (this.offset + length > mostHeaderBytes) throw tooLong();
		const window = await this.read(this.offset, Math.max(wanted, chunkBytes));
		if (window.length < length) throw cutShort(this.offset + window.length);
		this.window = window;
		this.windowStart = this.offset;
	}
}

function tooLong(): GgufError {
	return new GgufError('absurd', `its header is longer than ${mostHeaderBytes} bytes`);
}

/** Part of every engine's runtime, though neither the language's library nor ours declares it. */
declare class TextDecoder {
	decode(bytes: Uint8Array): string;
}
const decoder = new TextDecoder();

export function cutShort(bytes: number): GgufError {
	return new GgufError('cutShort', `it is cut short within its header, ${bytes} bytes are there`);
}
