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

	it('takes tensors as other tools print them, and a published model’s header without its vocabulary', async () => {
		const dumped = [
			{ name: 'token_embd.weight', shape: ['4096', '32256'], dtype: 12 },
			{ name: 'output.weight', shape: [32256, 4096], dtype: 14 },
			{ name: 'blk.0.ffn_down.weight', shape: [4096, 11008], dtype: 'GGML_TYPE_Q6_K' },
		];
		const json = { metadata: { ...headerKeys, 'llama.vocab_size': undefined }, tensorInfos: dumped };
		const read = (await labEstimate(['--header', file('dumped.json', JSON.stringify(json))])) as Record<string, number>;
		const [embedding, output, down] = [(32256 * 4096 * 144) / 256, (32256 * 4096 * 210) / 256, (4096 * 11008 * 210) / 256];
		assert.deepEqual([read.weightsCpuBytes, read.weightsGpuBytes], [embedding, output + down]);
		const bare = { ...headerKeys, 'llama.vocab_size': undefined, 'general.file_type': 15, 'llama.feed_forward_length': 11008 };
		const known = (await labEstimate(['--header', file('bare.json', JSON.stringify(bare))])) as Record<string, number>;
		const named = (await labEstimate(words('--model deepseek-coder:6.7b-base-q4_K_M'))) as Record<string, number>;
		assert.deepEqual(known, named);
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
		assert.equal(halved.computeGpuBytes, 130 * 1024 * 1024);
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

	it('says in the plan what settings cost, and takes an empty text for none', async () => {
		const plan = (await labPlan([...words('--vram-gib 8 --ram-gib 32 --gpu-layers 5 --completion deepseek-coder:6.8b'), '--gpu', ''])) as {
			reason: string;
			costs: readonly string[];
		};
		assert.match(plan.reason, / GPU/);
		assert.match(plan.costs.join(' '), /deepseek-coder:6\.8b is neither installed nor known here.* You set 5 layers on the GPU/);
	});

	it('a mistake is one line that names it', async () => {
		const mistakes: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
			[() => labEstimate([]), /name one model/],
			[() => labEstimate(words('--model llama3:8b')), /not in the catalogue/],
			[() => labEstimate(words('--model deepseek-coder-6.7b-base')), /does not say its quantization/],
			[() => labEstimate(words('--model deepseek-coder:6.7b-base-q4_K_L')), /does not say its quantization|no sizes/],
			[() => labEstimate(words('--model x --gguf y')), /name one model/],
			[() => labEstimate(words('--model deepseek-coder:6.7b --context 1.5')), /--context takes a whole number/],
			[() => labEstimate(words('--model deepseek-coder:6.7b --kv q5')), /--kv takes f16, q8_0, q4_0/],
			[() => labEstimate(words('--model deepseek-coder:6.7b --gpu-layers -1')), /--gpu-layers takes/],
			[() => labEstimate(words('--gguf /does/not/exist')), /cannot be read/],
			[() => labEstimate(['--header', file('bad.json', '[1]')]), /no JSON object/],
			[() => labEstimate(['--header', file('empty.json', '{}')]), /lacks what a model's header has/],
			...absurdHeaders.map(([name, json, message]): [() => Promise<unknown>, RegExp] => [
				() => labEstimate(['--header', file(`${name}.json`, JSON.stringify({ ...headerKeys, ...json }))]),
				message,
			]),
			[() => labEstimate(words('--colour red')), /--colour is not known/],
			[() => labEstimate(words('--model')), /needs a value/],
			[() => labHardware(words('--tool lspci --from x')), /--tool takes nvidia-smi/],
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

const headerKeys = {
	'general.architecture': 'llama',
	'general.file_type': 7,
	'llama.block_count': 32,
	'llama.embedding_length': 4096,
	'llama.attention.head_count': 32,
	'llama.vocab_size': 32256,
};

const absurdHeaders: readonly (readonly [name: string, json: Record<string, unknown>, message: RegExp])[] = [
	['layers', { 'llama.block_count': 1e9 }, /or it is absurd/],
	['noLayers', { 'llama.block_count': 0 }, /or it is absurd/],
	['halfLayer', { 'llama.block_count': 1.5 }, /or it is absurd/],
	['textLayers', { 'llama.block_count': '32' }, /or it is absurd/],
	['width', { 'llama.embedding_length': 1e15 }, /or it is absurd/],
	['oddWidth', { 'llama.embedding_length': 4095 }, /or it is absurd/],
	['cacheHeads', { 'llama.attention.head_count_kv': 64 }, /or it is absurd/],
	['noCacheHeads', { 'llama.attention.head_count_kv': 0 }, /or it is absurd/],
	['vocabulary', { 'llama.vocab_size': -1 }, /or it is absurd/],
	['experts', { 'llama.expert_count': 8, 'llama.expert_used_count': 9 }, /or it is absurd/],
	['fileBytes', { fileBytes: -1 }, /fileBytes in .* is no size/],
	['fileText', { fileBytes: '4 GB' }, /fileBytes in .* is no size/],
	['tensors', { tensors: 'none' }, /tensors in .* is no list/],
	['tensor', { tensors: [{ name: 'x', dimensions: [4096, 1e30], type: 'F16' }] }, /a tensor in .* lacks/],
	['tensorBytes', { tensors: [{ name: 'x', bytes: -5 }] }, /a tensor in .* lacks/],
	['fileType', { 'general.file_type': 31 }, /tells no size/],
];

function words(text: string): string[] {
	return text.split(' ');
}
