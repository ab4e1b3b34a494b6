import assert from 'node:assert/strict';
import { type ThinkingHabit, ThinkingSplitter, withoutThoughts } from '../../../../src/core/chat/thinking';

/** What a reader has in the end, and the order in which it became known. */
function split(text: string, habit: ThinkingHabit, { size = text.length, endedByItself = true } = {}) {
	const splitter = new ThinkingSplitter(habit);
	const parts = [];
	for (let at = 0; at < text.length; at += size) parts.push(...splitter.push(text.slice(at, at + size)));
	parts.push(...splitter.finish(endedByItself));
	let thinking = '';
	let answer = '';
	let thoughts = 0;
	for (const part of parts) {
		if (part.kind === 'thinking') thinking += part.text;
		else if (part.kind === 'text') answer += part.text;
		else if (part.kind === 'thought') thoughts++;
		else if (part.kind === 'wasThinking') [thinking, answer] = [thinking + answer, ''];
		else thinking = '';
	}
	return { thinking: thinking.trim(), answer, thoughts };
}

const whole = '<think>\nThe user asks.\nI add.\n</think>\n\nIt adds `a`.';
const thought = { thinking: 'The user asks.\nI add.', answer: 'It adds `a`.', thoughts: 1 };

describe('ThinkingSplitter', () => {
	for (const size of [1, 2, 3, 7, 100]) {
		it(`tells thoughts from the answer in pieces of ${size}`, () => {
			for (const habit of ['tagged', 'mayMissOpening', 'startsInside'] as const) assert.deepEqual(split(whole, habit, { size }), thought);
		});

		it(`does so without the opening tag, in pieces of ${size}`, () => {
			const text = whole.slice('<think>\n'.length);
			for (const habit of ['mayMissOpening', 'startsInside'] as const) assert.deepEqual(split(text, habit, { size }), thought);
		});
	}

	it('shows the first words of a model that starts inside as thoughts, before any tag came', () => {
		const splitter = new ThinkingSplitter('startsInside');
		assert.deepEqual(splitter.push('Okay, so'), [{ kind: 'thinking', text: 'Okay, so' }]);
	});

	it('has only thoughts when the closing tag never comes', () => {
		assert.deepEqual(split('<think>I wonder', 'tagged'), { thinking: 'I wonder', answer: '', thoughts: 1 });
		assert.deepEqual(split('I wonder', 'startsInside', { endedByItself: false }), { thinking: 'I wonder', answer: '', thoughts: 1 });
	});

	it('has only an answer when a model that starts inside ended without any tag', () => {
		assert.deepEqual(split('Just 4.', 'startsInside', { size: 3 }), { thinking: '', answer: 'Just 4.', thoughts: 0 });
	});

	it('says nothing of thoughts that are empty', () => {
		assert.deepEqual(split('<think>\n\n</think>\n\nHi.', 'startsInside'), { thinking: '', answer: 'Hi.', thoughts: 0 });
	});

	it('leaves tags alone that are part of an answer', () => {
		const code = 'Write:\n\n```html\n<think>x</think>\n```\nDone.';
		for (const habit of ['tagged', 'mayMissOpening'] as const) {
			assert.deepEqual(split(code, habit, { size: 4 }), { thinking: '', answer: code, thoughts: 0 });
		}
		assert.equal(split('The tag </think> ends it.', 'tagged').answer, 'The tag </think> ends it.');
		assert.equal(split('<think>a</think>Then </think> again.', 'startsInside').answer, 'Then </think> again.');
	});
});

describe('withoutThoughts', () => {
	it('gives the answer alone', () => {
		assert.equal(withoutThoughts(whole), 'It adds `a`.');
		assert.equal(withoutThoughts('<think>never ends'), '');
		assert.equal(withoutThoughts('Plain.'), 'Plain.');
	});
});
