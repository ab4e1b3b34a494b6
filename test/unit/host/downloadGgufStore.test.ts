/** What the built-in engine's store makes of a name, and that it fetches it into its folder and nowhere else. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DownloadError } from '../../../src/core/download/downloadError';
import { ggufSource, ggufSourceOfName } from '../../../src/core/download/ggufSource';
import { catalogue, fileBytesOf } from '../../../src/core/models/catalogue';
import { quantizations } from '../../../src/core/models/quantization';
import { GgufStore, type GgufPullProgress } from '../../../src/host/download/ggufStore';
import { RangeServer } from '../../support/rangeServer';

const never = new AbortController().signal;
const silent = { info: () => undefined, warn: () => undefined };

describe('the store of GGUF files', () => {
	let server: RangeServer;
	let folder: string;

	beforeEach(async () => {
		server = await RangeServer.start(Buffer.from(`GGUF${'x'.repeat(5000)}`));
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gguf-store-'));
	});

	afterEach(async () => {
		await server.stop();
		fs.rmSync(folder, { recursive: true });
	});

	function store(environment: Record<string, string> = { HF_ENDPOINT: `${server.url}/` }): GgufStore {
		return new GgufStore({ folder: path.join(folder, 'models'), environment, fetch, log: silent });
	}

	it('fetches what a tag of Ollama names, under the name that the file has', async () => {
		const told: GgufPullProgress[] = [];
		await store().pull('deepseek-coder:6.7b-base-q4_K_M', progress => void told.push(progress), never);
		assert.deepEqual(
			server.requests.map(request => request.path),
			['/TheBloke/deepseek-coder-6.7B-base-GGUF/resolve/main/deepseek-coder-6.7b-base.Q4_K_M.gguf'],
		);
		assert.deepEqual(fs.readdirSync(path.join(folder, 'models')), ['deepseek-coder-6.7b-base.Q4_K_M.gguf']);
		assert.deepEqual(told.at(-1), { completedBytes: 5004, totalBytes: 5004, status: 'downloading' });
	});

	it('refuses a file that is not the one it knows', async () => {
		const error = await store()
			.pull('deepseek-coder-v2:16b-lite-instruct-q4_K_M', () => undefined, never)
			.catch((each: unknown) => each as DownloadError);
		assert.equal(error?.kind, 'sizeMismatch');
		assert.equal(error.details.expectedBytes, 10_364_416_768);
	});

	it('takes the address of a file, also of the page about it', async () => {
		await store().pull(`${server.url}/somebody/model-Q4_K_M.gguf?download=true`, () => undefined, never);
		assert.deepEqual(fs.readdirSync(path.join(folder, 'models')), ['model-Q4_K_M.gguf']);
		const asked: string[] = [];
		const stub: typeof fetch = input => (
			asked.push(input instanceof URL ? input.href : ''),
			Promise.resolve(new Response(null, { status: 404 }))
		);
		const hub = new GgufStore({ folder, environment: {}, fetch: stub, log: silent });
		await assert.rejects(
			hub.pull('https://huggingface.co/a/b/blob/main/c.gguf', () => undefined, never),
			{ kind: 'notFound' },
		);
		assert.deepEqual(asked, ['https://huggingface.co/a/b/resolve/main/c.gguf']);
	});

	for (const name of ['qwen2.5-coder:7b', 'https://example.org/model.zip', 'https://example.org/..%2f.gguf', 'https://[', '']) {
		it(`knows no file for ${JSON.stringify(name)}`, async () => {
			await assert.rejects(
				store().pull(name, () => undefined, never),
				{ kind: 'notFound' },
			);
			assert.equal(server.requests.length, 0);
		});
	}

	it('asks nobody whether it can be reached, only whether it can write', async () => {
		assert.equal(await store().isReachable(), true);
		fs.writeFileSync(path.join(folder, 'file'), '');
		const blocked = new GgufStore({ folder: path.join(folder, 'file', 'models'), environment: {}, fetch, log: silent });
		assert.equal(await blocked.isReachable(), false);
		assert.equal(server.requests.length, 0);
	});

	it('names its hub', () => {
		assert.equal(store({}).place, 'huggingface.co');
		assert.equal(store({ HF_ENDPOINT: 'https://mirror.example/hub/' }).place, 'mirror.example');
		assert.equal(store({ HF_ENDPOINT: 'not an address' }).place, 'huggingface.co');
	});
});

describe('where GGUF files are', () => {
	const all = catalogue.flatMap(model =>
		quantizations.flatMap(quantization => ({ model, quantization, source: ggufSource(model, quantization) })),
	);

	const known = all.flatMap(({ model, quantization, source }) => (source === undefined ? [] : [{ model, quantization, source }]));

	for (const { id } of catalogue.filter(each => known.some(({ model }) => model === each))) {
		it(`finds the files of ${id} again by their names`, () => {
			for (const { model, quantization, source } of known.filter(each => each.model.id === id)) {
				assert.deepEqual(ggufSourceOfName(source.fileName), source);
				const store = new GgufStore({ folder: '', environment: {}, fetch, log: silent });
				assert.equal(store.nameOf({ model: id, quantization }), source.fileName);
				const { bytes } = source.expected;
				if (bytes !== undefined) assert.ok(Math.abs(fileBytesOf(model, quantization) / bytes - 1) < 0.005, source.fileName);
			}
		});
	}

	it('has a Q4_K_M of every model that a desktop can hold', () => {
		const without = all
			.filter(({ quantization, source }) => quantization === 'Q4_K_M' && source === undefined)
			.map(({ model }) => model.id);
		assert.deepEqual(without, [
			'deepseek-coder-7b-base-v1.5',
			'deepseek-coder-v2-236b-base',
			'deepseek-coder-v2-236b-instruct',
			'deepseek-r1-671b',
			'deepseek-v3-671b',
		]);
	});
});
