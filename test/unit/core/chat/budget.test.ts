import assert from 'node:assert/strict';
import { cutMiddle, fitTurns, framingTokens, leftOut } from '../../../../src/core/chat/budget';
import { type Turn } from '../../../../src/core/models/dialect';

/** One token a character, so that every number below can be counted by eye. */
const count = (text: string) => Promise.resolve(text.length);
const user = (text: string): Turn => ({ role: 'user', text });
const assistant = (text: string): Turn => ({ role: 'assistant', text });
const system: Turn = { role: 'system', text: 'Be brief.' };

function size(...texts: readonly string[]): number {
	return texts.reduce((tokens, text) => tokens + text.length + framingTokens, 0);
}

describe('fitTurns', () => {
	const turns = [system, user('one'), assistant('first'), user('two'), assistant('second'), user('three')];

	it('leaves a conversation that fits as it is', async () => {
		const tokens = size('Be brief.', 'one', 'first', 'two', 'second', 'three');
		assert.deepEqual(await fitTurns(turns, tokens, count), { turns, tokens });
	});

	it('drops the oldest pair when one token is missing, and says so', async () => {
		const tokens = size('Be brief.', 'one', 'first', 'two', 'second', 'three');
		assert.deepEqual(await fitTurns(turns, tokens - 1, count), {
			turns: [system, user('two'), assistant('second'), user('three')],
			tokens: size('Be brief.', 'two', 'second', 'three'),
			cut: { pairs: 1, earlierCodeLines: 0, questionLines: 0 },
		});
	});

	it('shrinks the code of the last pair before it drops that pair', async () => {
		const answer = `Here:\n\`\`\`ts\n${'let x = 1;\n'.repeat(9)}let y = 2;\n\`\`\`\nDone.`;
		const short = `Here:\n\`\`\`ts\n${leftOut(10)}\n\`\`\`\nDone.`;
		const fitted = await fitTurns(
			[user('zero'), assistant('nought'), user('one'), assistant(answer), user('two')],
			size('one', short, 'two'),
			count,
		);
		assert.deepEqual(fitted.turns, [user('one'), assistant(short), user('two')]);
		assert.deepEqual(fitted.cut, { pairs: 1, earlierCodeLines: 10, questionLines: 0 });
	});

	it('drops every pair before it touches the question', async () => {
		const fitted = await fitTurns(turns, size('Be brief.', 'three'), count);
		assert.deepEqual(fitted.turns, [system, user('three')]);
		assert.deepEqual(fitted.cut, { pairs: 2, earlierCodeLines: 0, questionLines: 0 });
	});

	it('cuts the code of a question that is too long alone, from the middle on, and keeps the words around it', async () => {
		const code = Array.from({ length: 30 }, (_, index) => `line ${index + 1};`);
		const question = `Explain.\n\n\`\`\`ts\n${code.join('\n')}\n\`\`\`\n\nBe short.`;
		const fitted = await fitTurns([system, user(question)], size('Be brief.') + framingTokens + 150, count);
		const text = fitted.turns.at(-1)!.text;
		assert.equal(
			text,
			`Explain.\n\n\`\`\`ts\n${code.slice(0, 8).join('\n')}\n${leftOut(18)}\n${code.slice(-4).join('\n')}\n\`\`\`\n\nBe short.`,
		);
		assert.equal(fitted.cut?.questionLines, 18);
		assert.ok(fitted.tokens <= size('Be brief.') + framingTokens + 150);
	});

	it('never gives more tokens than asked for, whatever the budget, and never less than it could', async () => {
		const code = `\`\`\`ts\n${'const value = compute(1, 2);\n'.repeat(40)}\`\`\``;
		const long = [system, user(code), assistant(code), user('Why?'), assistant(code), user(`Explain:\n${code}\nThanks`)];
		for (let budget = 60; budget < 6000; budget += 37) {
			const fitted = await fitTurns(long, budget, count);
			assert.ok(fitted.tokens <= budget, `${fitted.tokens} tokens for a budget of ${budget}`);
			assert.equal(fitted.turns[0], system);
			assert.equal(fitted.turns.at(-1)?.role, 'user');
		}
	});
});

describe('cutMiddle', () => {
	it('cuts one endless line at its end', async () => {
		assert.deepEqual(await cutMiddle('x'.repeat(100), 30, count), { text: 'x'.repeat(30), lines: 1 });
	});

	it('cuts plain text in its middle', async () => {
		const text = Array.from({ length: 12 }, (_, index) => `sentence ${index + 1}`).join('\n');
		const cut = await cutMiddle(text, 60, count);
		assert.equal(cut.text, `sentence 1\nsentence 2\n${leftOut(9)}\nsentence 12`);
		assert.equal(cut.lines, 9);
	});
});

describe('the results of tools', () => {
	const result = (text: string): Turn => ({ role: 'tool', text });
	const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');
	const turns = [
		system,
		user('one'),
		assistant('first'),
		user('Read both.'),
		assistant('call'),
		result(lines),
		assistant('call'),
		result(lines),
	];

	it('belong to the question they came of: earlier questions go first', async () => {
		const current = ['Be brief.', 'Read both.', 'call', lines, 'call', lines];
		const fitted = await fitTurns(turns, size(...current), count);
		assert.deepEqual(fitted.turns, [system, ...turns.slice(3)]);
		assert.deepEqual(fitted.cut, { pairs: 1, earlierCodeLines: 0, questionLines: 0 });
	});

	it('shrink, the oldest wholly and the newest only as far as it must', async () => {
		const room = size('Be brief.', 'Read both.', 'call', leftOut(20), 'call', lines) - 20;
		const fitted = await fitTurns(turns, room, count);
		assert.ok(fitted.tokens <= room);
		const [oldest, newest] = fitted.turns.filter(({ role }) => role === 'tool');
		assert.match(oldest!.text, /^(line 1\n)?… \d+ more lines …/);
		assert.match(newest!.text, /^line 1\nline 2\n[^]*… \d+ more lines …\n[^]*line 20$/);
		assert.equal(fitted.turns[1]!.text, 'Read both.', 'the question stays');
		assert.equal(fitted.cut?.questionLines, 0);
		assert.ok(fitted.cut.resultLines! > 20);
	});

	it('never make more tokens than there is room for', async () => {
		for (let budget = 130; budget < 600; budget += 13) {
			const fitted = await fitTurns(turns.slice(3), budget, count);
			assert.ok(fitted.tokens <= budget, `${fitted.tokens} tokens for a budget of ${budget}`);
		}
	});
});
