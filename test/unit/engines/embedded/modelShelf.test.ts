/** The shelf with real files: the demo model under other names, as users and Ollama keep models. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ModelShelf, type BorrowedFile } from '../../../../src/engines/embedded/modelShelf';

const demo = path.resolve('media/demo-model/demo.gguf');

describe('the models on the shelf', () => {
	let folder: string;
	let log: string[];

	beforeEach(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
		log = [];
	});

	afterEach(() => fs.rmSync(folder, { recursive: true }));

	function place(name: string): string {
		const file = path.join(folder, name);
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.copyFileSync(demo, file);
		return file;
	}

	async function shelved(borrowed: readonly BorrowedFile[]) {
		const write = (message: string) => void log.push(message);
		const shelf = new ModelShelf(
			() => [path.join(folder, 'mine')],
			undefined,
			{ debug: write, warn: write },
			() => Promise.resolve(borrowed),
		);
		return (await shelf.models()).map(({ id, family, roles }) => ({ name: path.basename(id), family, roles }));
	}

	it('tells what a borrowed file is by the name that its owner has for it', async () => {
		const base = place('blobs/sha256-aa');
		const plain = place('blobs/sha256-bb');
		assert.deepEqual(
			await shelved([
				{ file: base, name: 'deepseek-coder:6.7b-base-q4_K_M' },
				{ file: plain, name: 'deepseek-coder:6.7b' },
			]),
			[
				{ name: 'sha256-aa', family: 'coderV1', roles: ['completion'] },
				{ name: 'sha256-bb', family: 'coderV1', roles: ['chat'] },
			],
		);
	});

	it('has a file once that is in a folder and borrowed as well', async () => {
		const file = place('mine/deepseek-coder-6.7b-base.Q4_K_M.gguf');
		assert.equal((await shelved([{ file, name: 'deepseek-coder:6.7b-base' }])).length, 1);
	});

	it('leaves out a borrowed file that has gone since, with a line in the log', async () => {
		assert.deepEqual(await shelved([{ file: path.join(folder, 'sha256-cc'), name: 'deepseek-coder:6.7b' }]), []);
		assert.equal(log.length, 1);
		assert.match(log[0]!, /sha256-cc is not there/);
	});

	it('does not list a download that is not complete', async () => {
		place('mine/deepseek-coder-6.7b-base.Q4_K_M.gguf.part');
		assert.deepEqual(await shelved([]), []);
	});
});
