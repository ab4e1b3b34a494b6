/** What the list of models shows of a file. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { catalogueModel } from '../../../../src/core/models/catalogue';
import { summaryOf } from '../../../../src/core/models/headerSummary';
import { factsOfHeader } from '../../../../src/core/models/headerFacts';
import { quantize } from '../../../../src/core/models/quantization';
import { isLaterPart, nameWithoutPart, partsOf } from '../../../../src/core/models/splitGguf';
import { totalWeightBytes } from '../../../../src/core/memory/modelFacts';
import { readModelFile } from '../../../../src/engines/embedded/modelFiles';
import { readGguf } from '../../../../src/host/readGguf';
import { ggufHeaderBytes } from '../../../support/headerOnlyGguf';

const hole = '<｜fim▁hole｜>';

describe('header summary', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gguf-summary-'));
	after(() => fs.rmSync(folder, { recursive: true }));

	it('says what the demo model is', async () => {
		assert.deepEqual(summaryOf(await readGguf(path.resolve('media/demo-model/demo.gguf'))), {
			architecture: 'llama',
			name: 'demo-model (tiny, DeepSeek-Coder architecture, not DeepSeek)',
			fileType: 7,
			contextLength: 2048,
			parameters: 5_868_800,
			tensorCount: 56,
			fillsInTheMiddle: true,
			hasChatTemplate: true,
		});
	});

	for (const [what, count, at] of [
		['a short vocabulary', 10, 9],
		['a long vocabulary', 100_000, 70_000],
		['the last word of a long one', 2000, 1999],
	] as const) {
		it(`finds the token for the middle in ${what}, and nothing like it elsewhere`, async () => {
			const words = Array.from({ length: count }, (_, index) => `word of ${index} letters`);
			const vocabulary = (token: string) => words.map((word, index) => (index === at ? token : word));
			assert.equal((await summaryWith(vocabulary(hole))).fillsInTheMiddle, true);
			assert.equal((await summaryWith(vocabulary('<|fim hole|> of 20 b'))).fillsInTheMiddle, false);
		});
	}

	it('a model in several parts is all of them, and the parts after the first stand for nothing', async () => {
		const shape = { ...shapeNamed('deepseek-coder-1.3b-base'), layers: 2 };
		const tensors = quantize(shape, 'Q8_0').slice(0, 12);
		const first = path.join(folder, 'model-00001-of-00002.gguf');
		const second = path.join(folder, 'model-00002-of-00002.gguf');
		write(
			first,
			ggufHeaderBytes(
				[
					['general.architecture', 'string', 'llama'],
					['llama.block_count', 'u32', 2],
					['llama.embedding_length', 'u32', 2048],
					['llama.attention.head_count', 'u32', 16],
				],
				tensors.slice(0, 5),
			),
			tensors.slice(0, 5),
		);
		write(second, ggufHeaderBytes([['split.no', 'u32', 1]], tensors.slice(5)), tensors.slice(5));
		const whole = await readGguf(first);
		assert.equal(whole.tensors.length, 12);
		assert.equal(whole.fileBytes, fs.statSync(first).size + fs.statSync(second).size);
		const facts = factsOfHeader(whole);
		assert.ok(facts);
		const bytes = tensors.reduce((sum, each) => sum + each.bytes, 0);
		// Without an output layer of its own the embedding serves as one.
		assert.equal(totalWeightBytes(facts), bytes);
		assert.deepEqual((await readGguf(second)).metadata.get('general.architecture'), 'llama');
		assert.equal((await readModelFile(first)).header.tensorCount, 12);
		fs.rmSync(second);
		await assert.rejects(readGguf(first), /ENOENT/);
		await assert.rejects(readModelFile(first), /model-00002-of-00002\.gguf is not there/);
	});

	it('knows a part by its name', () => {
		assert.deepEqual(partsOf('/m/r1-00001-of-00003.gguf'), [
			'/m/r1-00001-of-00003.gguf',
			'/m/r1-00002-of-00003.gguf',
			'/m/r1-00003-of-00003.gguf',
		]);
		assert.deepEqual(partsOf('/m/r1-00001-of-00000.gguf'), ['/m/r1-00001-of-00000.gguf']);
		assert.equal(partsOf('/m/r1-00001-of-99999.gguf').length, 1000);
		assert.deepEqual(partsOf('/m/r1.gguf'), ['/m/r1.gguf']);
		assert.deepEqual(
			[isLaterPart('a-00001-of-00002.gguf'), isLaterPart('a-00002-of-00002.gguf'), isLaterPart('a.gguf')],
			[false, true, false],
		);
		assert.deepEqual([nameWithoutPart('a-00002-of-00002.gguf'), nameWithoutPart('a.GGUF')], ['a', 'a']);
	});

	async function summaryWith(tokens: readonly string[]) {
		const file = path.join(folder, 'words.gguf');
		fs.writeFileSync(file, ggufHeaderBytes([['tokenizer.ggml.tokens', 'strings', tokens]], []));
		return summaryOf(await readGguf(file));
	}

	function write(file: string, header: Buffer, tensors: readonly { readonly bytes: number }[]): void {
		fs.writeFileSync(file, header);
		fs.truncateSync(file, header.length + tensors.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 32) * 32, 0));
	}
});

function shapeNamed(id: string) {
	const shape = catalogueModel(id)?.shape;
	assert.ok(shape);
	return shape;
}
