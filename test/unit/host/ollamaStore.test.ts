/** Reads stores as Ollama lays them out, written here on a real disk. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findOllamaModels, ollamaFiles, ollamaFolders } from '../../../src/host/ollamaStore';

const model = 'application/vnd.ollama.image.model';
const template = 'application/vnd.ollama.image.template';
const weights = Buffer.from('GGUF and the weights');

describe("Ollama's store", () => {
	let folder: string;

	beforeEach(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ollama-store-'));
	});

	afterEach(() => fs.rmSync(folder, { recursive: true }));

	function blob(content: Buffer): { readonly digest: string; readonly size: number; readonly file: string } {
		const hash = createHash('sha256').update(content).digest('hex');
		const file = path.join(folder, 'blobs', `sha256-${hash}`);
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.writeFileSync(file, content);
		return { digest: `sha256:${hash}`, size: content.length, file };
	}

	function manifest(place: string, content: unknown): void {
		const file = path.join(folder, 'manifests', place);
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify({ schemaVersion: 2, layers: content }));
	}

	it('finds models with their names and files', async () => {
		const { file, ...layer } = blob(weights);
		const other = blob(Buffer.from('GGUF of somebody'));
		manifest('hub.example/library/deepseek-coder/6.7b-base-q4_K_M', [
			{ mediaType: template, ...blob(Buffer.from('{{ .Prompt }}')) },
			{ mediaType: model, ...layer },
		]);
		manifest('hf.example/somebody/DeepSeek-GGUF/Q8_0', [{ mediaType: model, digest: other.digest, size: other.size }]);
		assert.deepEqual(await findOllamaModels([folder]), {
			models: [
				{ name: 'deepseek-coder:6.7b-base-q4_K_M', file, fileBytes: weights.length },
				{ name: 'somebody/DeepSeek-GGUF:Q8_0', file: other.file, fileBytes: other.size },
			],
			skipped: [],
		});
	});

	it('lists a file once, under the name that says most', async () => {
		const layers = [{ mediaType: model, ...blob(weights) }];
		manifest('hub.example/library/deepseek-coder/latest', layers);
		manifest('hub.example/library/deepseek-coder/1.3b-instruct-q4_0', layers);
		manifest('hub.example/library/deepseek-coder/1.3b', layers);
		manifest('hub.example/somebody/what-i-use-for-everything-at-work/latest', layers);
		const { models } = await findOllamaModels([folder, folder]);
		assert.deepEqual(
			models.map(({ name }) => name),
			['deepseek-coder:1.3b-instruct-q4_0'],
		);
	});

	const sound = { mediaType: model, digest: `sha256:${'a'.repeat(64)}`, size: 5 };
	const unusable: readonly { readonly what: string; readonly layers: (() => unknown) | string; readonly reason: RegExp }[] = [
		{ what: 'a file that is gone', layers: () => [sound], reason: /^its file is gone$/ },
		{
			what: 'a file cut short',
			layers: () => [{ mediaType: model, ...blob(weights), size: 1000 }],
			reason: /^its file has 20 of 1000 bytes$/,
		},
		{
			what: 'another format',
			layers: () => [{ mediaType: model, ...blob(Buffer.from('{"a": 1}')) }],
			reason: /^its file is no GGUF file$/,
		},
		{
			what: 'tensors only',
			layers: () => [{ mediaType: 'application/vnd.ollama.image.tensor', ...blob(weights) }],
			reason: /^it has no GGUF/,
		},
		{ what: 'several files', layers: () => [sound, sound], reason: /^it is kept in several files$/ },
		{
			what: 'an adapter',
			layers: () => [sound, { ...sound, mediaType: 'application/vnd.ollama.image.adapter' }],
			reason: /^it is a model with an adapter$/,
		},
		{
			what: 'a digest that leads elsewhere',
			layers: () => [{ ...sound, digest: 'sha256:../../../etc/passwd' }],
			reason: /no proper digest/,
		},
		{ what: 'half a manifest', layers: '{"layers": [{"mediaType"', reason: /^its manifest cannot be read$/ },
		{ what: 'a manifest of nothing', layers: 'null', reason: /^its manifest cannot be read$/ },
		{ what: 'layers that are none', layers: () => [null, 3, { mediaType: model }], reason: /^it has no GGUF file here$/ },
	];
	for (const { what, layers, reason } of unusable) {
		it(`leaves out ${what}, says why, and goes on`, async () => {
			manifest('hub.example/library/bad/latest', typeof layers === 'string' ? layers : layers());
			manifest('hub.example/library/good/latest', [{ mediaType: model, ...blob(Buffer.from('GGUF that is good')) }]);
			const { models, skipped } = await findOllamaModels([folder]);
			assert.deepEqual(
				models.map(({ name }) => name),
				['good:latest'],
			);
			assert.equal(skipped.length, 1);
			assert.equal(skipped[0]?.name, 'bad:latest');
			assert.match(skipped[0].reason, reason);
		});
	}

	it('finds nothing where there is no store', async () => {
		assert.deepEqual(await findOllamaModels([path.join(folder, 'none')]), { models: [], skipped: [] });
	});

	it('says once what is left out', async () => {
		manifest('hub.example/library/bad/latest', [sound]);
		const log: string[] = [];
		const files = ollamaFiles([folder], { debug: message => void log.push(message) });
		assert.deepEqual([await files(), await files()], [[], []]);
		assert.deepEqual(log, ["bad:latest in Ollama's store is left out: its file is gone"]);
	});

	it('changes nothing in the store', async () => {
		manifest('hub.example/library/deepseek-coder/latest', [{ mediaType: model, ...blob(weights) }]);
		const before = listing(folder);
		await findOllamaModels([folder]);
		assert.deepEqual(listing(folder), before);
	});

	it('is where the user says, else where Ollama puts it', () => {
		assert.deepEqual(ollamaFolders({ OLLAMA_MODELS: '/big/models' }, '/home/me', 'linux'), ['/big/models']);
		assert.deepEqual(ollamaFolders({}, '/home/me', 'linux'), ['/home/me/.ollama/models', '/usr/share/ollama/.ollama/models']);
		assert.deepEqual(ollamaFolders({ OLLAMA_MODELS: ' ' }, '/Users/me', 'darwin'), ['/Users/me/.ollama/models']);
	});
});

function listing(folder: string): readonly string[] {
	const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
	return names.map(name => `${name} ${fs.statSync(path.join(folder, name)).mtimeMs}`);
}
