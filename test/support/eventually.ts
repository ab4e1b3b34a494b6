/** Waits until `probe` gives something, asking every 50 ms; after `milliseconds` it fails with what was waited for. */
export async function eventually<T>(
	what: string,
	probe: () => Promise<T | undefined | false> | T | undefined | false,
	milliseconds = 30_000,
): Promise<T> {
	const deadline = Date.now() + milliseconds;
	for (;;) {
		const value = await probe();
		if (value !== undefined && value !== false) return value;
		if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms in vain: ${what}`);
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}
