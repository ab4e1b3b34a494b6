import assert from 'node:assert/strict';
import { type CallPart, callReader } from '../../../../../src/core/chat/tools/readCalls';
import { type ToolFormat } from '../../../../../src/core/chat/tools/toolFormat';

const tools = [
	{ name: 'read_file', description: '' },
	{ name: 'read_file_list', description: '' },
];

/** Everything that comes out, words joined, whatever the pieces. */
function read(format: ToolFormat, pieces: readonly string[]): readonly CallPart[] {
	const reader = callReader(format, tools);
	const parts = [...pieces.flatMap(piece => reader.push(piece)), ...reader.finish(true)];
	return parts.reduce<CallPart[]>((all, part) => {
		const last = all.at(-1);
		if (part.kind !== 'text' || last?.kind !== 'text') return [...all, part];
		return [...all.slice(0, -1), { kind: 'text', text: last.text + part.text }];
	}, []);
}

/** In one piece, character by character, and in threes: the same must come out. */
function readEveryWay(format: ToolFormat, text: string): readonly CallPart[] {
	const whole = read(format, [text]);
	assert.deepEqual(read(format, [...text]), whole);
	assert.deepEqual(read(format, text.match(/[^]{1,3}/g) ?? []), whole);
	return whole;
}

describe('the JSON of a constrained model', () => {
	it('gives out words while they are written, unescaped', () => {
		const reader = callReader('json', tools);
		assert.deepEqual(reader.push('{"answer": "Use \\'), [{ kind: 'text', text: 'Use ' }]);
		assert.deepEqual(reader.push('"x\\" '), [{ kind: 'text', text: '"x" ' }]);
		assert.deepEqual(reader.push('\\ud83d'), []);
		assert.deepEqual(reader.push('\\ude00\\n'), [{ kind: 'text', text: '😀\n' }]);
		assert.deepEqual(reader.push('ok"} '), [{ kind: 'text', text: 'ok' }]);
		assert.deepEqual(reader.finish(true), []);
	});

	it('is the same however it is cut into pieces', () => {
		const text = 'A "quote", a \\ and\n```ts\nconst a = {};\n```\n😀 ü </s>';
		assert.deepEqual(readEveryWay('json', JSON.stringify({ answer: text })), [{ kind: 'text', text }]);
		const ascii = JSON.stringify({ answer: text }).replace(
			/[\u0080-\uffff]/g,
			unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
		assert.deepEqual(readEveryWay('json', ascii), [{ kind: 'text', text }]);
	});

	it('is a call once it is whole', () => {
		assert.deepEqual(readEveryWay('json', ' {"tool": "read_file", "input": {"path": "a.ts"}}\n'), [
			{ kind: 'call', call: { name: 'read_file', input: { path: 'a.ts' } } },
		]);
	});

	it('is a broken call when the limit cut it', () => {
		const raw = '{"tool": "read_file", "input": {"pa';
		assert.deepEqual(readEveryWay('json', raw), [{ kind: 'brokenCall', raw }]);
	});

	it('keeps the words that were cut by the limit', () => {
		assert.deepEqual(readEveryWay('json', '{"answer": "Half \\u00'), [{ kind: 'text', text: 'Half ' }]);
	});
});

describe("DeepSeek-V3's own calls", () => {
	const json = '```json\n{"path": "a.ts"}\n```';
	const call = { kind: 'call', call: { name: 'read_file', input: { path: 'a.ts' } } };

	it('are read with the special tokens in the text', () => {
		const text = `I'll look for a function.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>read_file\n${json}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`;
		assert.deepEqual(readEveryWay('deepseekV3', text), [{ kind: 'text', text: "I'll look for a function." }, call]);
	});

	it('are read where the engine leaves special tokens out', () => {
		assert.deepEqual(readEveryWay('deepseekV3', `I'll look.\n\nfunctionread_file\n${json}`), [{ kind: 'text', text: "I'll look." }, call]);
	});

	it('can be several', () => {
		const one = `<｜tool▁call▁begin｜>function<｜tool▁sep｜>read_file\n${json}<｜tool▁call▁end｜>`;
		assert.deepEqual(readEveryWay('deepseekV3', `<｜tool▁calls▁begin｜>${one}\n${one}<｜tool▁calls▁end｜>`), [call, call]);
	});

	it('are not words that only look alike', () => {
		const text = 'A function reads it: `function read_file() {}` for <tools>.';
		assert.deepEqual(readEveryWay('deepseekV3', text), [{ kind: 'text', text }]);
	});
});
