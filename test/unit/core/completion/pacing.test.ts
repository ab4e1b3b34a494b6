import assert from 'node:assert/strict';
import { paceOf, TypingRhythm, Latency } from '../../../../src/core/completion/pacing';
import { at } from './scripted';

const within = at('const a = $0');

describe('paceOf', () => {
	it('does not wait when asked', () => {
		assert.equal(paceOf(at('const a = $0', { trigger: 'explicit' }), 200, 500).milliseconds, 0);
	});

	it('waits a fifth of a gap for an engine that answers at once', () => {
		assert.equal(paceOf(within, 200, 10).milliseconds, 40);
	});

	it('waits longer than a gap for an engine that answers later than the next keystroke comes', () => {
		assert.equal(paceOf(within, 200, 900).milliseconds, 240);
	});

	it('waits half as long on a new line', () => {
		assert.equal(paceOf(at('f();\n\t$0'), 200, 900).milliseconds, 120);
	});

	it('stays within what is useful and what is felt', () => {
		assert.equal(paceOf(within, 30, 1).milliseconds, 20);
		assert.equal(paceOf(within, 900, 5000).milliseconds, 350);
	});

	it('says what it was made of', () => {
		assert.equal(paceOf(within, 200, 10).because, '200 ms between keystrokes, first token after 10 ms');
	});
});

describe('TypingRhythm', () => {
	it('is the median of the gaps, without the pauses', () => {
		const rhythm = new TypingRhythm();
		for (const time of [0, 100, 220, 5000, 5110, 5300]) rhythm.note(time);
		assert.equal(rhythm.gapMs(), 120);
	});

	it('says nothing before three gaps', () => {
		const rhythm = new TypingRhythm();
		for (const time of [0, 100, 200]) rhythm.note(time);
		assert.equal(rhythm.gapMs(), undefined);
	});

	it('forgets how it was a while ago', () => {
		const rhythm = new TypingRhythm();
		let time = 0;
		for (const gap of [...Array<number>(20).fill(400), ...Array<number>(20).fill(90)]) rhythm.note((time += gap));
		assert.equal(rhythm.gapMs(), 90);
	});
});

describe('Latency', () => {
	it('is the median, so that one slow start does not count', () => {
		const latency = new Latency();
		for (const time of [4000, 60, 70, 80, 65]) latency.note(time);
		assert.equal(latency.firstTokenMs(), 70);
	});
});
