/** The command line: JSON out for good arguments, one line for bad ones. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { catalogueModel } from '../../../src/core/models/catalogue';
import { labEstimate } from '../../../src/lab/estimate';
import { labHardware } from '../../../src/lab/hardware';
import { UsageError } from '../../../src/lab/options';
import { labPlan } from '../../../src/lab/plan';
import { writeHeaderOnlyGguf } from '../../support/headerOnlyGguf';

describe('lab', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-'));
	after(() => fs.rmSync(folder, { recursive: true }));
	const file = (name: string, text: string) => {
		fs.writeFileSync(path.join(folder, name), text);
		return path.join(folder, name);
	};

	it('estimates from a tag, and the same from a file of that shape', async () => {
		const named = await labEstimate(words('--model deepseek-coder:6.7b-base-q4_K_M --context 8192'));
		const shape = catalogueModel('deepseek-coder-6.7b-base')?.shape;
		assert.ok(shape);
		const gguf = path.join(folder, 'model.gguf');
		writeHeaderOnlyGguf(gguf, 'x', shape, 'Q4_K_M');
		const read = await labEstimate(['--gguf', gguf, '--context', '8192']);
		assert.deepEqual({ ...(read as object), uncertaintyBytes: 0 }, { ...(named as object), uncertaintyBytes: 0 });
		assert.equal((named as { kvBytes: number }).kvBytes, 4 * 1024 ** 3);
		fs.truncateSync(gguf, 2_000_000);
		assert.deepEqual(await labEstimate(['--gguf', gguf, '--context', '8192']), read);
	});

	it('estimates from a header in JSON, with tensors or with the file’s size', async () => {
		const keys = {
			'general.architecture': 'llama',
			'general.file_type': 7,
			'llama.block_count': 1,
			'llama.embedding_length': 256,
			'llama.feed_forward_length': 512,
			'llama.attention.head_count': 8,
			'llama.attention.head_count_kv': 2,
			'llama.vocab_size': 1000,
		};
		const tensors = [
			{ name: 'token_embd.weight', dimensions: [256, 1000], type: 'Q8_0' },
			{ name: 'output.weight', dimensions: [256, 1000], type: 14 },
			{ name: 'blk.0.attn_q.weight', shape: [256, 256], type: 'F16' },
			{ name: 'blk.0.attn_norm.weight', bytes: 1024 },
		];
		const exact = (await labEstimate(['--header', file('tensors.json', JSON.stringify({ ...keys, tensors }))])) as Record<string, number>;
		assert.deepEqual([exact.weightsCpuBytes, exact.weightsGpuBytes], [272_000, 210_000 + 131_072 + 1024]);
		assert.equal(exact.kvBytes, 4096 * 2 * 2 * 32 * 2);
		const sized = (await labEstimate(['--header', file('sized.json', JSON.stringify({ ...keys, fileBytes: 10_000_000 }))])) as Record<
			string,
			number
		>;
		assert.equal((sized.weightsCpuBytes ?? 0) + (sized.weightsGpuBytes ?? 0), 10_000_000 - 40 * 1000);
	});

	it('every option changes what it should', async () => {
		const base = words('--model deepseek-coder-v2:16b-lite-base-q4_K_M');
		const kv = async (...more: string[]) => ((await labEstimate([...base, ...more])) as Record<string, number>).kvBytes;
		assert.equal(await kv(), 4096 * 276480);
		assert.equal(await kv('--kv-regime', 'mla'), 4096 * 58752);
		assert.equal(await kv('--kv-regime=mla-k'), 4096 * 31104);
		assert.equal(await kv('--kv', 'q8_0', '--kv-regime', 'legacy'), (4096 * 276480 * 34) / 64);
		const split = (await labEstimate([...base, '--gpu-layers', '10'])) as Record<string, number>;
		assert.ok((split.weightsGpuBytes ?? 0) > 0 && (split.weightsCpuBytes ?? 0) > (split.weightsGpuBytes ?? 0));
		const halved = (await labEstimate([...base, '--ubatch', '256', '--flash-attention', 'on'])) as Record<string, number>;
		assert.equal(halved.computeGpuBytes, 106 * 1024 * 1024);
	});

	it('reads a tool’s output from a file', async () => {
		const csv = file('smi.csv', '7372, NVIDIA GeForce RTX 3070, 8192\n');
		const parameters = [
			'--tool',
			'nvidia-smi',
			'--command',
			'nvidia-smi --query-gpu=memory.free,name,memory.total --format=csv,noheader,nounits',
			'--from',
			csv,
		];
		const { gpus, cores } = (await labHardware(parameters)) as { gpus: unknown; cores: number };
		assert.deepEqual(gpus, [
			{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 3070', totalBytes: 8192 * 1024 ** 2, freeBytes: 7372 * 1024 ** 2, unified: false },
		]);
		assert.ok(cores >= 1);
	});

	it('plans for a machine that is described', async () => {
		const plan = (await labPlan([
			'--vram-gib',
			'8',
			'--ram-gib',
			'32',
			'--gpu',
			'NVIDIA GeForce RTX 3070',
			'--free-gib',
			'7.2',
			'--bandwidth-gb-s',
			'448',
		])) as Record<string, unknown>;
		assert.deepEqual(Object.keys(plan), ['completes', 'chats', 'reasons', 'totalGpuBytes', 'totalHostBytes', 'reason', 'rejected', 'next']);
		assert.match(String(plan.reason), /RTX 3070/);
		const cpu = (await labPlan(words('--vram-gib 0 --ram-gib 16'))) as { totalGpuBytes: number; completes: { gpuLayers: number } };
		assert.deepEqual([cpu.totalGpuBytes, cpu.completes.gpuLayers], [0, 0]);
	});

	it('a mistake is one line that names it', async () => {
		const mistakes: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
			[() => labEstimate([]), /name one model/],
			[() => labEstimate(words('--model llama3:8b')), /not in the catalogue/],
			[() => labEstimate(words('--model deepseek-r1:14b')), /does not say its quantization/],
			[() => labEstimate(words('--model x --gguf y')), /name one model/],
			[() => labEstimate(words('--model deepseek-coder:6.7b --context 1.5')), /--context takes a whole number/],
			[() => labEstimate(words('--model deepseek-coder:6.7b --kv q5')), /--kv takes f16, q8_0, q4_0/],
			[() => labEstimate(words('--model deepseek-coder:6.7b --gpu-layers -1')), /--gpu-layers takes/],
			[() => labEstimate(words('--gguf /does/not/exist')), /cannot be read/],
			[() => labEstimate(['--header', file('bad.json', '[1]')]), /no JSON object/],
			[() => labEstimate(['--header', file('empty.json', '{}')]), /lacks what a model's header has/],
			[() => labEstimate(words('--colour red')), /--colour is not known/],
			[() => labEstimate(words('--model')), /needs a value/],
			[() => labHardware(words('--tool vulkaninfo --from x')), /--tool takes nvidia-smi/],
			[() => labHardware(words('--tool nvidia-smi')), /--from/],
			[() => labPlan([]), /--ram-gib is needed/],
			[() => labPlan(words('--ram-gib lots')), /--ram-gib takes a number/],
			[() => labPlan(words('--ram-gib 8 --vram-gib 8 --free-gib 9')), /--free-gib takes a number from 0 to 8/],
		];
		for (const [run, message] of mistakes) {
			const error = await Promise.resolve()
				.then(run)
				.then(
					() => undefined,
					(thrown: unknown) => thrown,
				);
			assert.ok(error instanceof UsageError, String(message));
			assert.match(error.message, message);
			assert.doesNotMatch(error.message, /\n/);
		}
	});
});

function words(text: string): string[] {
	return text.split(' ');
}
