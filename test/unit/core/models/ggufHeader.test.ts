/** The GGUF reader on whole, cut and hostile headers. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { GgufError, type GgufProblem } from '../../../../src/core/models/ggufError';
import { readGgufHeader } from '../../../../src/core/models/ggufHeader';
import { factsOfHeader, factsOfMetadata, quantizationNameOf, shapeOf } from '../../../../src/core/models/headerFacts';
import { catalogueModel } from '../../../../src/core/models/catalogue';
import { totalWeightBytes } from '../../../../src/core/memory/modelFacts';
import type { ModelShape } from '../../../../src/core/models/modelShape';
import { quantize } from '../../../../src/core/models/quantization';
import { readGguf } from '../../../../src/host/readGguf';
import { ggufHeaderBytes, writeHeaderOnlyGguf } from '../../../support/headerOnlyGguf';

describe('GGUF header', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gguf-header-'));
	after(() => fs.rmSync(folder, { recursive: true }));

	for (const id of [
		'deepseek-coder-1.3b-base',
		'deepseek-coder-33b-base',
		'deepseek-coder-v2-lite-base',
		'deepseek-r1-distill-qwen-7b',
		'deepseek-v3-671b',
	]) {
		it(`tells the shape and every byte of ${id}`, async () => {
			const shape = shapeNamed(id);
			const file = path.join(folder, `${id}.gguf`);
			writeHeaderOnlyGguf(file, id, shape, 'Q4_K_M');
			const header = await readGguf(file);
			assert.deepEqual(shapeOf(header.metadata, header.tensors), { ...shape, tied: false });
			assert.equal(quantizationNameOf(header.metadata), 'Q4_K_M');
			const facts = factsOfHeader(header);
			assert.ok(facts);
			assert.equal(
				totalWeightBytes(facts),
				quantize(shape, 'Q4_K_M').reduce((sum, { bytes }) => sum + bytes, 0),
			);
		});
	}

	it('knows a file with the MLA keys, and that its heads are still sixteen', async () => {
		const lite = shapeNamed('deepseek-coder-v2-lite-base');
		assert.ok(lite.latent);
		const shape = { ...lite, latent: { ...lite.latent, absorbed: true } };
		const file = path.join(folder, 'mla.gguf');
		writeHeaderOnlyGguf(file, 'mla', shape, 'Q8_0');
		const { metadata, tensors } = await readGguf(file);
		assert.equal(metadata.get('deepseek2.attention.head_count_kv'), 1);
		assert.deepEqual(shapeOf(metadata, tensors), { ...shape, tied: false });
	});

	it('the demo model is read as what its card says', async () => {
		const header = await readGguf(path.resolve('media/demo-model/demo.gguf'));
		const shape = shapeOf(header.metadata, header.tensors);
		assert.deepEqual([shape?.architecture, shape?.layers, shape?.width, shape?.tied], ['llama', 6, 256, true]);
		assert.equal(quantizationNameOf(header.metadata), 'Q8_0');
		const data = header.tensors.reduce((sum, { bytes }) => sum + bytes, 0);
		assert.ok(header.dataOffset + data <= header.fileBytes && header.fileBytes - header.dataOffset - data < 32 * header.tensors.length);
	});

	it('without a tensor list the quantization or the file’s size gives the bytes', () => {
		const metadata = new Map<string, string | number>([
			['general.architecture', 'llama'],
			['general.file_type', 15],
			['llama.block_count', 32],
			['llama.embedding_length', 4096],
			['llama.feed_forward_length', 11008],
			['llama.attention.head_count', 32],
			['llama.vocab_size', 32256],
		]);
		const predicted = factsOfMetadata(metadata, undefined);
		assert.ok(predicted);
		assert.equal(totalWeightBytes(predicted), 4081713152);
		const scaled = factsOfMetadata(metadata, 3_000_000_000);
		assert.ok(scaled && Math.abs(totalWeightBytes(scaled) - 3_000_000_000) < 2_000_000);
		assert.equal(factsOfMetadata(new Map([['general.architecture', 'llama']]), 1), undefined);
		assert.equal(factsOfMetadata(new Map(), undefined), undefined);
	});

	it('cut anywhere it says so, and never answers', async () => {
		const shape = shapeNamed('deepseek-coder-1.3b-base');
		const whole = ggufHeaderBytes(
			[
				['general.architecture', 'string', 'llama'],
				['llama.block_count', 'u32', 1],
			],
			quantize({ ...shape, layers: 1 }, 'Q8_0'),
		);
		for (let length = 4; length < whole.length - 32; length += 7) await refused(whole.subarray(0, length), 'cutShort');
		await refused(whole.subarray(0, 3), 'notGguf');
		await refused(Buffer.alloc(0), 'notGguf');
		await refused(Buffer.from('<html><body>502 Bad Gateway</body></html>'), 'notGguf');
		await refused(whole, 'tensorsCutShort', whole.length);
	});

	it('a header that ends behind the file’s end is cut short, even where only the skipped part of a list is missing', async () => {
		const numbers = Array.from({ length: 2000 }, (_, index) => index);
		const bytes = ggufHeaderBytes([['scores', 'i32s', numbers]], []);
		await refused(bytes.subarray(0, bytes.length - 100), 'cutShort', bytes.length - 100);
		assert.deepEqual((await read(bytes, bytes.length)).metadata.get('scores'), { length: 2000, hasHoleToken: false });
	});

	it('a header of several megabytes is read in pieces, however its strings lie across them', async () => {
		const tokens = Array.from({ length: 60_000 }, (_, index) => 'x'.repeat(index % 97));
		const bytes = ggufHeaderBytes(
			[
				['tokenizer.ggml.tokens', 'strings', tokens],
				['general.name', 'string', 'behind it'],
			],
			quantize({ ...shapeNamed('deepseek-coder-1.3b-base'), layers: 1 }, 'Q8_0'),
		);
		assert.ok(bytes.length > 3 * 1024 * 1024);
		const reads: number[] = [];
		const { metadata, tensors } = await readGgufHeader((offset, length) => {
			reads.push(length);
			return Promise.resolve(bytes.subarray(offset, offset + length));
		});
		assert.equal(metadata.get('general.name'), 'behind it');
		assert.equal(tensors.length, 12);
		assert.ok(reads.length > 3 && reads.length < 8 && Math.max(...reads) <= 1024 * 1024, reads.join(' '));
	});

	it('refuses versions that llama.cpp does not load, and says which', async () => {
		const says = async (version: number, wanted: RegExp) => {
			const bytes = start(version, 1n, 1n);
			await refused(bytes, 'unsupportedVersion');
			await assert.rejects(read(bytes), wanted);
		};
		await says(1, /^GgufError: GGUF version 1 is not known$/);
		await says(4, /^GgufError: GGUF version 4 is not known$/);
		await says(0x03000000, /^GgufError: it is written for big-endian machines$/);
	});

	it('version 2 is read as version 3 is', async () => {
		const bytes = ggufHeaderBytes([['general.name', 'string', 'two']], []);
		bytes.writeUInt32LE(2, 4);
		assert.equal((await read(bytes)).metadata.get('general.name'), 'two');
	});

	it('refuses counts and lengths that no real file has, without reading on', async () => {
		await refused(start(3, 2n ** 63n, 1n), 'absurd');
		await refused(start(3, 1n, 2n ** 60n), 'absurd');
		const longKey = Buffer.alloc(8);
		longKey.writeBigUInt64LE(2n ** 40n);
		await refused(Buffer.concat([start(3, 0n, 1n), longKey]), 'absurd');
		const key = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0x61]);
		await refused(Buffer.concat([start(3, 0n, 1n), key, Buffer.from([99, 0, 0, 0])]), 'absurd');
		const longText = Buffer.concat([Buffer.from([8, 0, 0, 0]), longKey]);
		await refused(Buffer.concat([start(3, 0n, 1n), key, longText]), 'absurd');
		const nestedList = Buffer.from([9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
		await refused(Buffer.concat([start(3, 0n, 1n), key, nestedList]), 'absurd');
		const endlessList = Buffer.concat([Buffer.from([9, 0, 0, 0, 10, 0, 0, 0]), longKey]);
		await refused(Buffer.concat([start(3, 0n, 1n), key, endlessList]), 'absurd');
		const hugeList = Buffer.from([9, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
		await refused(Buffer.concat([start(3, 0n, 1n), key, hugeList]), 'cutShort');
	});

	it('refuses tensors of absurd size, place or number of dimensions', async () => {
		const tensor = (dimensions: readonly bigint[], offset = 0n) => {
			const name = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0x74]);
			const numbers = Buffer.alloc(4 + 8 * dimensions.length + 4 + 8);
			numbers.writeUInt32LE(dimensions.length);
			dimensions.forEach((each, index) => numbers.writeBigUInt64LE(each, 4 + 8 * index));
			numbers.writeBigUInt64LE(offset, numbers.length - 8);
			return Buffer.concat([start(3, 1n, 0n), name, numbers]);
		};
		await refused(tensor([2n ** 50n]), 'absurd');
		await refused(tensor([2n ** 32n, 2n ** 32n]), 'absurd');
		await refused(tensor([0n]), 'absurd');
		await refused(tensor([1n, 1n, 1n, 1n, 1n]), 'absurd');
		await refused(tensor([32n], 2n ** 62n), 'tensorsCutShort', 1000);
		assert.equal((await read(tensor([32n]))).tensors[0]?.bytes, 128);
	});

	it('random bytes behind the magic never do anything but fail', async () => {
		let seed = 1;
		const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
		for (let round = 0; round < 300; round++) {
			const bytes = Buffer.from(Array.from({ length: 200 }, () => (next() >> 16) & 255));
			bytes.write('GGUF');
			bytes.writeUInt32LE(3, 4);
			if (round % 2 === 0) bytes.fill(0, 9, 24);
			const outcome = await read(bytes).then(
				() => 'read',
				(error: unknown) => error,
			);
			assert.ok(outcome === 'read' || outcome instanceof GgufError);
		}
	});
});

function start(version: number, tensors: bigint, entries: bigint): Buffer {
	const bytes = Buffer.alloc(24);
	bytes.write('GGUF');
	bytes.writeUInt32LE(version, 4);
	bytes.writeBigUInt64LE(tensors, 8);
	bytes.writeBigUInt64LE(entries, 16);
	return bytes;
}

function read(bytes: Uint8Array, fileBytes?: number) {
	return readGgufHeader(
		(offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
		fileBytes === undefined ? {} : { fileBytes },
	);
}

async function refused(bytes: Uint8Array, problem: GgufProblem, fileBytes?: number): Promise<void> {
	await assert.rejects(read(bytes, fileBytes), (error: unknown) => {
		assert.ok(error instanceof GgufError);
		assert.equal(error.problem, problem, error.message);
		return true;
	});
}

function shapeNamed(id: string): ModelShape {
	const shape = catalogueModel(id)?.shape;
	assert.ok(shape);
	return shape;
}
