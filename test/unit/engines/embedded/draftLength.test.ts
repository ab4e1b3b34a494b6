import assert from 'node:assert/strict';
import { DraftLength } from '../../../../src/engines/embedded/draftLength';

/** A token takes a millisecond, and a batch as long as so many tokens. */
class Machine {
	readonly length: DraftLength;

	constructor(private readonly cost: (batch: number) => number) {
		this.length = new DraftLength(() => (1000 * 63) / (cost(64) - 1));
		this.write(20);
	}

	/** Tokens that nothing is guessed for. */
	write(tokens: number): void {
		for (let token = 0; token < tokens; token++) this.length.measured(0, 1, 1);
	}

	/** Copies so many tokens and says in how many milliseconds. */
	copy(tokens: number): number {
		let [written, milliseconds] = [0, 0];
		while (written < tokens) {
			const guesses = this.length.best(written + 6, tokens - written - 1);
			const took = guesses === 0 ? 1 : this.cost(guesses + 1);
			this.length.measured(guesses, took, guesses + 1);
			for (let guess = 0; guess <= guesses; guess++) this.length.watched(written + guess + 6, true);
			milliseconds += took;
			written += guesses + 1;
		}
		return milliseconds;
	}

	/** Text whose matches promise much and hold nothing; says what the checks took beyond one token after the other. */
	mislead(times: number): number {
		let lost = 0;
		for (let time = 0; time < times; time++) {
			this.write(30);
			for (let token = 0; token < 200; token++) this.length.watched(18, true);
			const guesses = this.length.best(18, 200);
			const took = guesses === 0 ? 1 : this.cost(guesses + 1);
			this.length.measured(guesses, took, 1);
			lost += took - 1;
		}
		return lost;
	}
}

/** As measured with 1.3B Q4_K_M on one thread. */
const slow = (batch: number) => ({ 4: 2.9, 8: 4.8, 16: 7.5, 24: 11.5, 32: 14.6, 48: 21.9, 64: 26.9 })[batch] ?? assert.fail(String(batch));
/** As a graphics card does it. */
const fast = (batch: number) => 1 + batch / 40;
/** No batch is cheaper than its tokens one by one. */
const useless = (batch: number) => batch;

describe('DraftLength', () => {
	it('checks nothing before a step was measured', () => {
		assert.equal(new DraftLength(() => 1e6).best(50, 100), 0);
	});

	it('only looks at the first copy, then copies in half the time', () => {
		const machine = new Machine(slow);
		assert.equal(machine.length.best(6, 100), 0);
		machine.copy(200);
		const milliseconds = machine.copy(200);
		assert.ok(milliseconds < 100, `${milliseconds} ms`);
	});

	it('checks more at once where a check costs less', () => {
		const [card, processor] = [new Machine(fast), new Machine(slow)];
		for (const machine of [card, processor]) machine.copy(200);
		assert.ok(card.copy(200) < processor.copy(200) / 3);
	});

	it('never checks where a batch takes as long as its tokens', () => {
		const machine = new Machine(useless);
		assert.equal(machine.copy(300), 300);
	});

	it('stops where checks lose: three tokens in an answer and one in two hundred, whatever was gained before', () => {
		const machine = new Machine(slow);
		machine.copy(300);
		machine.length.begin();
		const lost = machine.mislead(40);
		assert.ok(lost > 0 && lost <= 3 + (40 * 31) / 200, `${lost} tokens`);
	});

	it('asks for batches that fill the processor: one token more would cost as much as four', () => {
		const machine = new Machine(slow);
		machine.copy(200);
		for (let most = 3; most < 80; most++) {
			const guesses = machine.length.best(64, most);
			assert.ok(guesses <= most && (guesses + 1) % 4 === 0, `${guesses} of ${most}`);
		}
	});

	it('tries again later what seemed too slow while the machine was busy', () => {
		const machine = new Machine(fast);
		const trust = () => {
			for (let token = 0; token < 200; token++) machine.length.watched(64, true);
		};
		machine.copy(100);
		for (let guesses = machine.length.best(64, 31); guesses > 0; guesses = machine.length.best(64, 31)) {
			machine.length.measured(guesses, guesses + 1, guesses + 1);
			trust();
		}
		machine.write(200);
		assert.equal(machine.length.best(64, 31), 0);
		machine.write(100);
		assert.ok(machine.length.best(64, 31) > 0);
	});
});
