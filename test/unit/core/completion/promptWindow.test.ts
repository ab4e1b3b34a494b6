import assert from 'node:assert/strict';
import { promptWindow, type PromptWindow } from '../../../../src/core/completion/promptWindow';
import { estimateTokens } from '../../../../src/core/completion/tokenRatio';
import { at } from './scripted';

const ratio = 3;
const line = (number: number) => `\tconst value${number} = compute(${number}, 'text');`;
const lines = (count: number) => Array.from({ length: count }, (_, number) => line(number)).join('\n');

describe('promptWindow', () => {
	it('is the whole file when it fits', () => {
		const { prefix, suffix, start } = promptWindow(at('const a = $0;\nb();\n'), 500, ratio);
		assert.deepEqual([prefix, suffix, start], ['const a = ', ';\nb();\n', { line: 0, character: 0 }]);
	});

	it('keeps its beginning over thirty keystrokes in a long file', () => {
		const typed = 'const total = prices.reduce(a)';
		const windows = Array.from(typed, (_, length) =>
			promptWindow(at(`${lines(2000)}\n${typed.slice(0, length)}$0\n${lines(50)}`), 2048, ratio),
		);
		const heads = new Set(windows.map(({ prefix }) => prefix.slice(0, windows[0]!.prefix.length)));
		assert.equal(heads.size, 1, 'each prompt begins with the whole first one');
	});

	it('moves its beginning rarely while hundreds of lines are written', () => {
		const starts = new Set<number>();
		let last: PromptWindow | undefined;
		for (let count = 400; count < 800; count++) {
			last = promptWindow(at(`${lines(count)}\n$0`), 2048, ratio, last);
			starts.add(last.start.line);
		}
		// 400 lines of about 15 tokens are 6,000 tokens: each move makes room for about 1,000.
		assert.ok(starts.size <= 7, `${starts.size} beginnings`);
	});

	it('stays while the cursor moves about within it, and follows one that leaves', () => {
		const all = lines(1000).split('\n');
		const cursorAt = (line: number) => at(`${all.slice(0, line).join('\n')}\n$0\n${all.slice(line).join('\n')}`);
		const first = promptWindow(cursorAt(500), 1024, ratio);
		for (const line of [505, 490, 498])
			assert.deepEqual(promptWindow(cursorAt(line), 1024, ratio, first).start, first.start, `line ${line}`);
		for (const line of [first.start.line + 1, 100, 900]) {
			const { start } = promptWindow(cursorAt(line), 1024, ratio, first);
			assert.ok(start.line !== first.start.line && start.line < line, `line ${line}: ${start.line}`);
		}
	});

	it('begins with the same text when lines come and go above it', () => {
		const text = `${lines(1000)}\nconst a = `;
		const first = promptWindow(at(`${text}$0`), 1024, ratio);
		const more = promptWindow(at(`import a;\nimport b;\n${text}$0`), 1024, ratio, first);
		assert.deepEqual([more.prefix, more.start.line], [first.prefix, first.start.line + 2]);
		const fewer = promptWindow(at(`${text.split('\n').slice(3).join('\n')}$0`), 1024, ratio, first);
		assert.deepEqual([fewer.prefix, fewer.start.line], [first.prefix, first.start.line - 3]);
	});

	it('begins with a function rather than in one', () => {
		const functions = Array.from(
			{ length: 300 },
			(_, number) => `function f${number}() {\n\tcall(${number});\n\treturn ${number};\n}\n`,
		).join('\n');
		assert.match(promptWindow(at(`${functions}$0`), 1024, ratio).prefix, /^function f\d+\(\) \{\n/);
	});

	it('begins at the same line wherever the text that was read begins', () => {
		const whole = promptWindow(at(`${lines(1000)}\n$0`), 1024, ratio);
		const read = lines(1000).split('\n').slice(700).join('\n');
		const partly = promptWindow(at(`${read}\n$0`, { beforeStart: { line: 700, character: 0 } }), 1024, ratio);
		assert.deepEqual(partly, whole);
	});

	it('has fewer lines behind a statement than behind a block or within a line', () => {
		const suffixAt = (place: string) => promptWindow(at(`${lines(50)}\n${place}\n${lines(50)}`), 2048, ratio).suffix;
		const tokens = (suffix: string) => estimateTokens(suffix, ratio);
		const [statement, block, within] = [suffixAt('const a = $0'), suffixAt('if (a) {$0\n}'), suffixAt('const a = $0 + b;')];
		assert.ok(tokens(statement) <= 40 && tokens(statement) > 20, `${tokens(statement)} tokens`);
		for (const suffix of [block, within]) assert.ok(tokens(suffix) > 40 && tokens(suffix) <= 64, `${tokens(suffix)} tokens`);
	});

	it('holds the budget, with a short suffix', () => {
		for (const budget of [100, 280, 1024, 2048]) {
			const { prefix, suffix } = promptWindow(at(`${lines(900)}\n$0\n${lines(900)}`), budget, ratio);
			assert.ok(estimateTokens(prefix, ratio) + estimateTokens(suffix, ratio) <= budget);
			assert.ok(estimateTokens(suffix, ratio) <= Math.min(64, budget / 5));
			assert.ok(suffix.startsWith(`\n${line(0)}`) || budget === 100);
		}
	});

	it('uses at least two fifths of the budget when there is enough text', () => {
		for (let count = 300; count < 340; count++) {
			const { prefix } = promptWindow(at(`${lines(count)}\n$0`), 1024, ratio);
			assert.ok(estimateTokens(prefix, ratio) >= 409, `${count} lines: ${estimateTokens(prefix, ratio)}`);
		}
	});

	it('cuts a line of megabytes by characters, in steps', () => {
		const long = 'abcdefgh,'.repeat(30_000);
		const first = promptWindow(at(`${long}$0${long}`), 1024, ratio);
		const next = promptWindow(at(`${long}xyz$0${long}`), 1024, ratio);
		assert.ok(first.prefix.length > 1000 && first.tokens <= 1024);
		assert.ok(first.suffix.length > 100);
		assert.ok(next.prefix.startsWith(first.prefix));
	});

	it('never cuts a character in two', () => {
		const whole = (window: PromptWindow) => assert.doesNotMatch(window.prefix + window.suffix, /\p{Surrogate}|\ufffd/u);
		for (let offset = 0; offset < 40; offset++) {
			const long = `${'x'.repeat(offset)}${'😀'.repeat(4000)}`;
			whole(promptWindow(at(`${long}$0${long}`), 300, ratio));
		}
	});

	it('gives the engine no halves of characters that stand in the file', () => {
		const { prefix, suffix } = promptWindow(at('a\ud83d$0\ude00b'), 300, ratio);
		assert.deepEqual([prefix, suffix], ['a\ufffd', '\ufffdb']);
	});

	it('gives wide characters a token each', () => {
		const { prefix } = promptWindow(at(`${'数据'.repeat(1000)}$0`), 400, ratio);
		assert.ok(prefix.length <= 300);
	});
});
