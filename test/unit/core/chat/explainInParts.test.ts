import assert from 'node:assert/strict';
import { type Question } from '../../../../src/core/chat/conversation';
import { partsOf, turnsInParts } from '../../../../src/core/chat/explainInParts';
import { renderPrompt } from '../../../../src/core/engine/prompt';
import { type ServedModel } from '../../../../src/core/engine/servedModel';

const functions = Array.from({ length: 60 }, (_, index) => `function f${index}() {\n\tconst a = ${index};\n\treturn a;\n}`).join('\n');
const source = { uri: 'file:///a.ts', label: 'a.ts', languageId: 'typescript', startLine: 11, endLine: 250, code: functions };
const question: Question = { id: 'q', role: 'user', text: 'Explain this code', task: 'explain', source };

function scripted(contextTokens: number) {
	const prompts: string[] = [];
	const model: ServedModel = {
		role: 'chat',
		loaded: {
			installed: { id: 'm', label: 'm', family: 'coderV1', fileBytes: 1, roles: ['chat'], isDemo: false },
			contextTokens,
			loadMilliseconds: 0,
		},
		async *generate({ prompt }) {
			prompts.push(renderPrompt(prompt));
			yield await Promise.resolve({ kind: 'text', text: `Part ${prompts.length}.`, tokens: 3 } as const);
			yield { kind: 'end', reason: 'stop', usage: {} };
		},
		countTokens: text => Promise.resolve({ tokens: Math.ceil(text.length / 4), exact: true }),
	};
	return { model, prompts };
}

describe('an explanation in parts', () => {
	const signal = new AbortController().signal;

	it('is not needed for code that fits', async () => {
		const { model, prompts } = scripted(16384);
		assert.equal(await turnsInParts(model, question, 'en', signal, { now: () => 0 }, assert.fail), undefined);
		assert.equal(prompts.length, 0);
	});

	it('tells every line in one part, and the whole of what was told', async () => {
		const { model, prompts } = scripted(1024);
		const said: string[] = [];
		const turns = await turnsInParts(model, { ...question, wish: 'What is f7 for?' }, 'en', signal, { now: () => 0 }, (part, parts) =>
			said.push(`${part}/${parts}`),
		);
		assert.ok(prompts.length > 2);
		assert.deepEqual([said[0], said.at(-1)], [`1/${prompts.length}`, `${prompts.length}/${prompts.length}`]);
		for (let index = 0; index < 60; index++) assert.equal(prompts.filter(prompt => prompt.includes(`function f${index}()`)).length, 1);
		assert.ok(
			prompts.every(prompt => !prompt.includes('more lines')),
			'nothing is cut out of a part',
		);
		const whole = turns!.at(-1)!.text;
		assert.match(
			whole,
			/Explain the code from a\.ts, lines 11 to 250\.[^]*Lines 11 to \d+: Part 1\.[^]*\*\*Watch out\*\*[^]*\n\nThe user adds: What is f7 for\?$/,
		);
	});

	it('is made of the code alone: what goes with it follows the whole, and never makes small code look large', async () => {
		const { model, prompts } = scripted(1024);
		const attachments = [{ kind: 'file', label: 'b.md', languageId: 'markdown', code: 'Long. '.repeat(2000) }] as const;
		const ask = (code: string) =>
			turnsInParts(model, { ...question, source: { ...source, code }, attachments }, 'en', signal, { now: () => 0 }, () => undefined);
		assert.equal(await ask('let a;'), undefined);
		const turns = await ask(functions);
		assert.ok(prompts.length > 2 && !prompts.some(prompt => prompt.includes('b.md')));
		assert.match(turns!.at(-1)!.text, /\n\nThe file b\.md:\n\n```markdown\nLong\. /);
	});

	it('is cut between functions', () => {
		const parts = partsOf(source, 7);
		assert.equal(parts.map(({ code }) => code).join('\n'), functions);
		assert.ok(parts.every(({ code }) => code.startsWith('function ') && code.endsWith('}')));
		assert.deepEqual([parts[0]!.startLine, parts.at(-1)!.endLine], [11, 250]);
	});
});
