/** Changes in the header of a GGUF file that make it wrong. */
import assert from 'node:assert/strict';

/** The same file with another value of a 32-bit number. */
export function withKey(model: Buffer, key: string, value: number): Buffer {
	const bytes = Buffer.from(model);
	bytes.writeUInt32LE(value, afterKey(bytes, key) + 4);
	return bytes;
}

/** Where the key's type stands; its value follows 4 bytes later. */
export function afterKey(bytes: Buffer, key: string): number {
	const at = bytes.indexOf(key);
	assert.ok(at > 0, key);
	return at + key.length;
}
