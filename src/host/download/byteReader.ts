/** Reads a stream chunk by chunk, with a look at its beginning before anything is done with it. */
export class ByteReader {
	private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
	private readonly peeked: Uint8Array[] = [];

	constructor(stream: ReadableStream<Uint8Array>) {
		this.reader = stream.getReader();
	}

	/** At least `count` bytes from the beginning, fewer when there are no more; they are read again by `read`. */
	async peek(count: number): Promise<Uint8Array> {
		let bytes = Buffer.concat(this.peeked);
		while (bytes.length < count) {
			const { value } = await this.reader.read();
			if (value === undefined) break;
			this.peeked.push(value);
			bytes = Buffer.concat(this.peeked);
		}
		return bytes;
	}

	/** `undefined` at the end. */
	async read(): Promise<Uint8Array | undefined> {
		// One chunk, so that what is written begins with all that was looked at.
		if (this.peeked.length > 0) return Buffer.concat(this.peeked.splice(0));
		return (await this.reader.read()).value;
	}

	/** Leaves the rest unread. */
	async cancel(): Promise<void> {
		await this.reader.cancel().catch(() => undefined);
	}
}
