/** Which code of other files stands in a prompt, how it is written there, and that it stays. */
import assert from 'node:assert/strict';
import { importedPaths } from '../../../../../src/core/completion/context/imports';
import { pick } from '../../../../../src/core/completion/context/pick';
import { Ranking } from '../../../../../src/core/completion/context/rank';
import { headersOf, repositoryText } from '../../../../../src/core/completion/context/repositoryText';
import { type ScoredSnippet, type Snippet, type SnippetSource } from '../../../../../src/core/completion/context/snippet';
import { snippetsOf } from '../../../../../src/core/completion/context/snippetsOf';
import { StableContext } from '../../../../../src/core/completion/context/stableContext';
import { wordsOf } from '../../../../../src/core/completion/context/words';

function snippet(path: string, text: string, source: SnippetSource = 'tab', startLine = 0): Snippet {
	return { uri: `file:///${path}`, path, source, startLine, text };
}

const orders = snippet('orders.ts', 'export function totalOfOrder(order: Order): number {\n\treturn order.lines.length;\n}\n');
const weather = snippet('weather.ts', 'export class WeatherStation {\n\treadonly humidity = 3;\n}\n');
const prices = snippet('prices.ts', 'export function priceOfOrder(order: Order, discount: Discount): number {\n\treturn 2;\n}\n');
const before = 'function bill(order: Order) {\n\tconst total = totalOfOrder(order);\n\t';

describe('words', () => {
	it('are names and their parts', () => {
		assert.deepEqual(wordsOf('parseHTTPHeader(a, max_len) + 12'), ['parsehttpheader', 'parse', 'http', 'header', 'max_len', 'max', 'len']);
	});
});

describe('the ranking', () => {
	const ranking = new Ranking();

	it('puts first what shares most with the code before the cursor', () => {
		assert.deepEqual(
			ranking.rank(before, '', [weather, prices, orders]).map(each => each.path),
			['orders.ts', 'prices.ts', 'weather.ts'],
		);
	});

	it('puts definitions before everything', () => {
		const definition = snippet('weather.ts', weather.text, 'definition');
		assert.equal(ranking.rank(before, '', [orders, definition])[0]?.path, 'weather.ts');
	});

	it('weighs what is near the cursor more than what is far', () => {
		const far = `totalOfOrder(lines);\n${'\n'.repeat(20)}const station = new WeatherStation();\n`;
		assert.equal(ranking.rank(far, '', [orders, weather])[0]?.path, 'weather.ts');
	});

	it('has no score for what shares nothing', () => {
		assert.equal(ranking.rank('const q = 1;', '', [weather])[0]?.score, 0);
	});
});

describe('picking', () => {
	const scored = (text: string, score: number, startLine = 0, path = `${score}.ts`): ScoredSnippet => ({
		...snippet(path, text, 'tab', startLine),
		score,
	});
	const count = ({ text }: Snippet) => text.length;

	it('keeps to the budget, and fills it with what is smaller', () => {
		const ranked = [scored('aaaa\n'.repeat(4), 0.9), scored('bbbb\n'.repeat(30), 0.8), scored('cccc\n', 0.7)];
		assert.deepEqual(
			pick(ranked, 30, count, '').map(each => each.score),
			[0.9, 0.7],
		);
	});

	it('takes nothing twice: neither what is shown anyway nor a copy nor a part of what is picked', () => {
		const lines = 'alpha beta\ngamma delta\nepsilon\n';
		assert.deepEqual(pick([scored(lines, 0.9)], 1000, count, `head\n${lines}`), []);
		assert.equal(pick([scored(lines, 0.9), scored(`${lines}\n`, 0.8)], 1000, count, '').length, 1);
		assert.equal(pick([scored(lines, 0.9, 4, 'a.ts'), scored('other\nwords\nhere\n', 0.8, 6, 'a.ts')], 1000, count, '').length, 1);
	});

	it('leaves out what shares only what all code shares', () => {
		assert.deepEqual(pick([scored('aaa bbb\n', 0.01)], 1000, count, ''), []);
	});
});

describe('the text of a repository', () => {
	it('has each file under its path, and the current one last', () => {
		const parts = [orders, { ...orders, startLine: 9, text: 'const a = 1;\n' }, weather];
		assert.equal(
			repositoryText(parts, 'src/bill.ts'),
			`#orders.ts\n${orders.text}const a = 1;\n#weather.ts\n${weather.text}#src/bill.ts\n`,
		);
		assert.deepEqual(headersOf(parts, 'src/bill.ts'), ['\n#orders.ts', '\n#weather.ts', '\n#src/bill.ts']);
	});

	it('is nothing for a single file', () => {
		assert.equal(repositoryText([], 'src/bill.ts'), '');
		assert.deepEqual(headersOf([], 'src/bill.ts'), []);
	});
});

describe('the stable context', () => {
	const request = { uri: 'file:///bill.ts', budgetTokens: 1000, tokensOf: ({ text }: Snippet) => text.length, shownAnyway: () => '' };
	const paths = (context: StableContext, other: Partial<typeof request> = {}) =>
		context.snippets({ ...request, ...other }).map(each => each.path);

	it('is empty until something was found, and never has the file itself', () => {
		const context = new StableContext();
		assert.deepEqual(paths(context), []);
		context.offer(request.uri, before, '', [orders, snippet('bill.ts', before)]);
		assert.deepEqual(paths(context), ['orders.ts']);
	});

	it('stays in its order while another ranking is not much better', () => {
		const context = new StableContext();
		context.offer(request.uri, before, '', [orders, prices]);
		assert.deepEqual(paths(context), ['orders.ts', 'prices.ts']);
		context.offer(request.uri, `${before}priceOfOrder(order, discount);\n`, '', [orders, prices, weather]);
		assert.deepEqual(paths(context), ['orders.ts', 'prices.ts']);
	});

	it('is renewed when another choice is worth much more', () => {
		const context = new StableContext();
		context.offer(request.uri, before, '', [orders]);
		assert.deepEqual(paths(context), ['orders.ts']);
		context.offer(request.uri, 'const station = new WeatherStation();\nstation.', '', [orders, { ...weather, source: 'definition' }]);
		assert.ok(paths(context).includes('weather.ts'));
	});

	it('never keeps code that is known to read differently now', () => {
		const context = new StableContext();
		context.offer(request.uri, before, '', [orders, prices]);
		paths(context);
		const renamed = { ...prices, text: prices.text.replaceAll('priceOfOrder', 'netPriceOfOrder') };
		assert.notEqual(renamed.text, prices.text);
		context.offer(request.uri, before, '', [orders, renamed]);
		const texts = context.snippets(request).map(({ text }) => text);
		assert.ok(!texts.includes(prices.text), texts.join('\n'));
	});

	it('keeps in front, on a change of file, what is wanted there too', () => {
		const context = new StableContext();
		context.offer(request.uri, before, '', [orders, prices]);
		assert.deepEqual(paths(context), ['orders.ts', 'prices.ts']);
		const uri = 'file:///other.ts';
		context.offer(uri, 'priceOfOrder(order, discount); totalOfOrder(order);\nnew WeatherStation().humidity', '', [weather, prices, orders]);
		assert.deepEqual(paths(context, { uri }), ['orders.ts', 'prices.ts', 'weather.ts']);
	});

	it('is the same object from keystroke to keystroke', () => {
		const context = new StableContext();
		context.offer(request.uri, before, '', [orders, prices]);
		assert.equal(context.snippets(request), context.snippets(request));
	});

	it('is gone at once when what is excluded has changed', () => {
		const context = new StableContext();
		context.offer(request.uri, before, '', [orders]);
		paths(context);
		context.clear();
		assert.deepEqual(paths(context), []);
	});
});

describe('snippets of a file', () => {
	it('begin where the outermost level does, and have all of its lines once', () => {
		const body = (name: string) => `function ${name}() {\n${Array.from({ length: 8 }, (_, line) => `\tcall${line}();\n`).join('')}}\n\n`;
		const parts = snippetsOf(body('first') + body('second') + body('third'), 10);
		assert.deepEqual(
			parts.map(part => [part.startLine, part.text.split('\n')[0]]),
			[
				[0, 'function first() {'],
				[11, 'function second() {'],
				[22, 'function third() {'],
			],
		);
	});

	it('cuts what has no joints, and leaves out data', () => {
		assert.deepEqual(
			snippetsOf('value one\n'.repeat(60), 10).map(part => part.startLine),
			[0, 24, 48],
		);
		assert.deepEqual(snippetsOf(`${'x'.repeat(500)}\n1,2\n3,4\n`, 10), []);
		assert.equal(snippetsOf('value one\n'.repeat(600), 3).length, 3);
	});
});

describe('imports', () => {
	const first = (text: string, languageId: string) => importedPaths(text, languageId).map(paths => paths[0]);

	it('of scripts are relative paths with the endings they may have', () => {
		const text = "import { a } from './a';\nexport * from '../b/c.js';\nconst d = require('./d');\nimport x from 'react';\n";
		assert.deepEqual(first(text, 'typescript'), ['./a', '../b/c.ts', './d']);
		assert.ok(importedPaths(text, 'typescript')[0]?.includes('./a/index.ts'));
	});

	it('of Python are modules, near the file and from the root', () => {
		const text = 'import os\nfrom .users import User\nfrom ..base import x\nfrom app.models import y\n';
		assert.deepEqual(first(text, 'python'), ['os.py', 'users.py', '../base.py', 'app/models.py']);
		assert.ok(importedPaths(text, 'python')[3]?.includes('/app/models.py'));
	});

	it('of C and Rust', () => {
		assert.deepEqual(first('#include <stdio.h>\n#include "queue.h"\n', 'c'), ['queue.h']);
		assert.deepEqual(first('pub mod queue;\nuse crate::jobs::Job;\n', 'rust'), ['queue.rs', '/src/jobs.rs']);
	});

	it('of languages without any are none', () => assert.deepEqual(importedPaths('from "./x"', 'plaintext'), []));
});
