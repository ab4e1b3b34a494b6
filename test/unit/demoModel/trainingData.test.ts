/** What the demo model learns from: tokens, holes, and the lists that say where code may come from. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { Draw } from '../../../scripts/demoModel/code/draw.mjs';
import { heldOutPackages, isPermissive, trainingPackages } from '../../../scripts/demoModel/corpus/packageList.mjs';
import { functionsIn } from '../../../scripts/demoModel/chat/realFunctions.mjs';
import { withHole } from '../../../scripts/demoModel/documents/cutHole.mjs';
import { byteCharacters, encoderOf, learnMerges } from '../../../scripts/demoModel/vocabulary/bytePairs.mjs';
import { vocabularyOf, vocabularySize } from '../../../scripts/demoModel/vocabulary/vocabulary.mjs';
import { inRoot } from '../../../scripts/lib/root.mjs';

describe('the vocabulary', () => {
	const merges = learnMerges(['let name = names;', 'return name;', 'name(12)', 'x[12]'], 50);
	const vocabulary = vocabularyOf(merges);
	const pieces = (text: string) => encoderOf(vocabulary)(text).map(id => vocabulary.tokens[id]);

	it('learns the most frequent pairs first', () => {
		assert.deepEqual(merges.slice(0, 3), ['a m', 'am e', 'n ame']);
		assert.ok(pieces('name').length === 1);
	});

	it('keeps digits and line breaks apart, and gives every byte a token', () => {
		assert.deepEqual(pieces('12\n'), ['1', '2', byteCharacters[10]]);
		const text = 'ışık ｜ 你好 \t';
		const bytes = pieces(text).flatMap(piece => Array.from(piece ?? '', character => byteCharacters.indexOf(character)));
		assert.equal(Buffer.from(bytes).toString('utf8'), text);
	});

	it('has as many tokens as the model, whatever was learnt', () => {
		assert.equal(vocabulary.tokens.length, vocabularySize);
		assert.equal(new Set(vocabulary.tokens).size, vocabularySize);
		assert.equal(vocabulary.types.length, vocabularySize);
	});
});

describe('a hole', () => {
	it('takes something out of the code and leaves the rest as it was', () => {
		const code =
			'export function total(prices: number[]) {\n  let sum = 0;\n  for (const price of prices) {\n    sum += price;\n  }\n  return sum;\n}\n';
		const draw = new Draw(5);
		const middles = new Set<unknown>();
		for (let count = 0; count < 500; count++) {
			const { prompt, answer } = withHole(code, draw) ?? assert.fail('no hole was found');
			const [, , prefix, , suffix] = prompt;
			const [middle] = answer;
			assert.ok(typeof prefix === 'string' && typeof middle === 'string' && typeof suffix === 'string');
			assert.ok(code.startsWith(prefix + middle + suffix), JSON.stringify({ prefix, middle, suffix }));
			assert.notEqual(middle.trim(), '');
			assert.doesNotMatch(middle, /^ {2}/, 'a cursor stands behind the indentation');
			middles.add(middle);
		}
		assert.ok(middles.has('\n    sum += price;'), 'no body of a block was taken out');
		assert.ok(middles.has('return sum;'), 'no whole line was taken out');
		assert.ok(middles.size > 60, `${middles.size} different holes`);
	});
});

describe('where code comes from', () => {
	it('is a list of packages with permissive licences, none of which is among the held-out ones', () => {
		const packages = trainingPackages();
		assert.equal(packages.length, 438);
		assert.deepEqual(
			packages.filter(({ license }) => !isPermissive(license)),
			[],
		);
		const names = new Set(packages.map(({ name }) => name));
		assert.deepEqual(
			heldOutPackages.filter(({ name, license }) => names.has(name) || !isPermissive(license)),
			[],
		);
		for (const license of ['GPL-3.0', 'UNLICENSED', 'none', 'MIT AND GPL-2.0']) assert.ok(!isPermissive(license), license);
	});

	it('is told for every held-out hole that is not generated', () => {
		const lines = fs
			.readFileSync(inRoot('scripts', 'demoModel', 'heldOut', 'holes.jsonl'), 'utf8')
			.trimEnd()
			.split('\n');
		const holes = lines.map(line => JSON.parse(line) as Record<string, string>);
		assert.equal(holes.length, 400);
		const versions = new Map<string | undefined, string>(heldOutPackages.map(each => [each.name, `${each.version} ${each.license}`]));
		for (const { set, package: name, version, license } of holes) {
			if (set === 'npm') assert.equal(`${version} ${license}`, versions.get(name));
		}
	});

	it('says of a real function only what stands in it', () => {
		const text = [
			'export async function load(id, options) {',
			'  if (!id) {',
			'    throw new TypeError("no id");',
			'  }',
			'  for (const part of options.parts) {',
			'    await read(part);',
			'  }',
			'  return cache.get(id);',
			'}',
		].join('\n');
		const from = { file: 'a.js', text, package: { name: 'a', version: '1.0.0', license: 'MIT' } };
		const [{ name, isAsync, parameters, steps } = assert.fail('none was found')] = functionsIn(from);
		assert.deepEqual({ name, isAsync, parameters }, { name: 'load', isAsync: true, parameters: ['id', 'options'] });
		assert.deepEqual(
			steps.map(([english]) => english),
			[
				'Checks `!id`.',
				'Loops over `options.parts`.',
				'Calls `read` and `cache.get`.',
				'May throw `TypeError`.',
				'Returns `cache.get(id)`.',
			],
		);
	});
});
