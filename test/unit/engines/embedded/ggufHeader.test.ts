import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { readGgufHeader } from '../../../../src/engines/embedded/ggufHeader';

const demo = readFileSync(path.resolve('media/demo-model/demo.gguf'));

function badReason(change: (bytes: Buffer) => void): string {
	const bytes = Buffer.from(demo);
	change(bytes);
	const reading = readGgufHeader(bytes);
	return reading.kind === 'bad' ? reading.reason : reading.kind;
}

describe('GGUF header', () => {
	it('says what the demo model is', () => {
		const reading = readGgufHeader(demo);
		assert.ok(reading.kind === 'header');
		const { chatTemplate, ...header } = reading.header;
		assert.match(chatTemplate ?? '', /### Instruction:/);
		assert.deepEqual(header, {
			architecture: 'llama',
			name: 'demo-model (tiny, DeepSeek-Coder architecture, not DeepSeek)',
			type: undefined,
			fileType: 7,
			contextLength: 2048,
			parameters: 5_868_800,
			tensorCount: 56,
			fillsInTheMiddle: true,
			neededBytes: demo.length,
		});
	});

	it('asks for more until it has the header, wherever it is cut, and never fails over that', () => {
		const kinds = new Set<string>();
		for (let length = 0; length < 200_000; length += 997) kinds.add(readGgufHeader(demo.subarray(0, length)).kind);
		assert.deepEqual([...kinds].sort(), ['header', 'more']);
	});

	it('names what makes no sense', () => {
		assert.equal(
			badReason(bytes => bytes.write('GGML')),
			'it does not begin with "GGUF"',
		);
		assert.equal(
			badReason(bytes => bytes.writeUInt32LE(1, 4)),
			'GGUF version 1 is not known',
		);
		assert.equal(
			badReason(bytes => bytes.writeBigUInt64LE(1_000_000_000n, 8)),
			'it claims to have 1000000000 tensors',
		);
		assert.equal(
			badReason(bytes => bytes.writeBigUInt64LE(123_456_789n, 16)),
			'it claims to have 123456789 keys',
		);
		assert.equal(
			badReason(bytes => bytes.writeUInt32LE(77, bytes.indexOf('general.file_type') + 'general.file_type'.length)),
			'a value has the unknown type 77',
		);
	});

	it('does not believe a length that is beyond the file', () => {
		assert.equal(
			badReason(bytes => bytes.writeBigUInt64LE(1n << 60n, 24)),
			'more',
		);
	});
});
