import assert from 'node:assert/strict';
import { pathTree } from '../../../../src/core/text/pathTree';

const paths = ['readme.md', 'src/b.ts', 'src/a.ts', 'src/deep/one.ts', 'src/deep/two.ts', 'test/x.ts'];

describe('pathTree', () => {
	it('shows folders first, each once', () => {
		assert.equal(
			pathTree(paths, 20),
			['src/', '  deep/', '    one.ts', '    two.ts', '  a.ts', '  b.ts', 'test/', '  x.ts', 'readme.md'].join('\n'),
		);
	});

	it('closes the deepest folders when there are too many lines', () => {
		assert.equal(pathTree(paths, 8), ['src/', '  deep/ (2 files)', '  a.ts', '  b.ts', 'test/', '  x.ts', 'readme.md'].join('\n'));
		assert.equal(pathTree(paths, 3), ['src/ (4 files)', 'test/ (1 file)', 'readme.md'].join('\n'));
		assert.equal(pathTree(paths, 2), ['src/ (4 files)', '… 2 more'].join('\n'));
	});

	it('is empty for nothing', () => assert.equal(pathTree([], 5), ''));
});
