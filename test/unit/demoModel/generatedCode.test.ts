/** The code that the demo model learns from is made from templates: it must be code, and say what is said about it. */
import assert from 'node:assert/strict';
import { transformSync, type Loader } from 'esbuild';
import { Draw } from '../../../scripts/demoModel/code/draw.mjs';
import { drawPiece } from '../../../scripts/demoModel/code/snippet.mjs';
import { words } from '../../../scripts/demoModel/code/words.mjs';

const loaders: Readonly<Record<string, Loader>> = { typescript: 'ts', javascript: 'js', typescriptreact: 'tsx', javascriptreact: 'jsx' };

describe('generated code', () => {
	it('parses, and names what the facts about it name', () => {
		const draw = new Draw(3);
		for (let count = 0; count < 800; count++) {
			const piece = drawPiece(draw);
			const loader = loaders[piece.language];
			if (loader) assert.doesNotThrow(() => transformSync(piece.code, { loader, logLevel: 'silent' }), piece.code);
			for (const name of [piece.name, ...piece.parameters]) assert.ok(piece.code.includes(name), `${name} is not in\n${piece.code}`);
			assert.doesNotMatch(JSON.stringify(piece), /[‹›«»]/, 'a mark was not filled in');
		}
	});

	it('is the same for the same seed', () => {
		const some = (seed: number) => {
			const draw = new Draw(seed);
			return Array.from({ length: 50 }, () => drawPiece(draw).code);
		};
		assert.deepEqual(some(7), some(7));
		assert.notDeepEqual(some(7), some(8));
	});

	it('never uses a held-out word in training', () => {
		const training: ReadonlySet<string> = new Set([words.training.noun, words.training.field].flat());
		assert.deepEqual(
			words.heldOut.noun.filter(word => training.has(word)),
			[],
		);
		for (const kind of ['verb', 'adjective'] as const) {
			assert.deepEqual(
				words.heldOut[kind].filter(word => words.training[kind].includes(word)),
				[],
			);
		}
	});
});
