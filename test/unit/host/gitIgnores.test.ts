import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gitIgnores } from '../../../src/host/gitIgnores';

describe('what git ignores', () => {
	let root = '';
	const at = (...names: string[]) => path.join(root, ...names);
	const ignored = async (...names: string[]) => {
		const paths = await gitIgnores(
			'git',
			root,
			names.map(name => at(name)),
		);
		return paths && [...paths].map(each => path.relative(root, each));
	};

	beforeEach(() => {
		root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'git-ignores-')));
		execFileSync('git', ['-C', root, 'init', '--quiet']);
		fs.writeFileSync(at('.gitignore'), '*.log\nbuild/\n!keep.log\n');
	});
	afterEach(() => fs.rmSync(root, { recursive: true }));

	it('is what its patterns say, with their exceptions, in any spelling', async () => {
		assert.deepEqual(await ignored('a.ts', 'a.log', 'keep.log', 'build/b.ts', 'çay "x".log'), ['a.log', 'build/b.ts', 'çay "x".log']);
	});

	it('is nothing where no pattern fits', async () => {
		assert.deepEqual(await ignored('a.ts'), []);
	});

	it('is found a hundred times of a hundred', async () => {
		for (let round = 0; round < 100; round++) assert.deepEqual(await ignored('a.log', 'a.ts'), ['a.log']);
	});

	it('is not known outside of a repository, and without git', async () => {
		assert.equal(await gitIgnores('git', root, [path.join(os.tmpdir(), 'elsewhere.ts')]), undefined);
		assert.equal(await gitIgnores(at('no-git'), root, [at('a.ts')]), undefined);
	});
});
