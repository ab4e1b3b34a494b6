/** The facts of models on the disk, read from headers of real shapes. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { InstalledModel } from '../../../src/core/engine/engine';
import { totalWeightBytes } from '../../../src/core/memory/modelFacts';
import { catalogueModel } from '../../../src/core/models/catalogue';
import { ModelFactsReader } from '../../../src/host/readModelFacts';
import type { OllamaModelFile } from '../../../src/host/ollamaStore';
import { writeHeaderOnlyGguf } from '../../support/headerOnlyGguf';

describe('the facts of a model on the disk', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'model-facts-'));
	after(() => fs.rmSync(folder, { recursive: true }));
	const blob = path.join(folder, 'sha256-aa');
	let looks = 0;
	let stored: readonly OllamaModelFile[] = [];
	const reader = new ModelFactsReader(() => {
		looks++;
		return Promise.resolve(stored);
	});

	beforeEach(() => {
		write('deepseek-coder-1.3b-base', 'Q4_0');
		stored = [{ name: 'deepseek-coder:1.3b', file: blob, fileBytes: fs.statSync(blob).size }];
		looks = 0;
	});

	it('come from the file that Ollama keeps under that name, with one look for all models', async () => {
		const models = [served('deepseek-coder:1.3b', 1), served('registry.ollama.ai/library/deepseek-coder:1.3b', 1), served('llama3:8b', 1)];
		const facts = await Promise.all(models.map(each => reader.ofOllama(each)));
		assert.deepEqual(
			facts.map(each => each?.shape.layers),
			[24, 24, undefined],
		);
		assert.deepEqual([looks, facts[0]?.exact], [1, true]);
	});

	it('come from the only file of that size where the store knows it by another name', async () => {
		const { size } = fs.statSync(blob);
		assert.equal((await reader.ofOllama(served('my-coder:latest', size + 2000)))?.shape.layers, 24);
		assert.equal(await reader.ofOllama(served('my-coder:latest', size + 100_000)), undefined);
		assert.equal(await reader.ofOllama(served('my-coder:latest', size - 1)), undefined);
		stored = [...stored, { name: 'deepseek-coder:latest', file: `${blob}b`, fileBytes: size }];
		assert.equal(await reader.ofOllama(served('my-coder:latest', size)), undefined);
	});

	it('are read again when the file has changed, and not before', async () => {
		const first = await reader.ofFile(blob);
		assert.ok(first);
		assert.equal(await reader.ofFile(blob), first);
		write('deepseek-coder-1.3b-base', 'Q8_0');
		const second = await reader.ofFile(blob);
		assert.ok(second && totalWeightBytes(second) > 1.5 * totalWeightBytes(first));
		fs.writeFileSync(blob, 'no model');
		assert.equal(await reader.ofFile(blob), undefined);
		fs.rmSync(blob);
		assert.equal(await reader.ofFile(blob), undefined);
	});

	function write(id: string, quantization: 'Q4_0' | 'Q8_0'): void {
		const shape = catalogueModel(id)?.shape;
		assert.ok(shape);
		writeHeaderOnlyGguf(blob, id, shape, quantization);
	}

	function served(id: string, fileBytes: number): InstalledModel {
		return { id, label: id, family: 'coderV1', fileBytes, roles: ['completion'], isDemo: false };
	}
});
