/**
 * How many guessed tokens to check at once. A check of k guesses takes longer than one token and gives up to k more: whether that pays depends on the
 * machine, the model and how often guesses are right. All of it is measured while answers are written, and nothing is guessed where it does not pay.
 *
 * All times are counted in tokens: 1 is what a token takes that is written without a check.
 */

/**
 * Tokens of a batch, the answer's newest and the guesses. A processor's kernels take four rows at a time: with 1.3B Q4_K_M on one thread a batch of 8
 * takes 4.8 tokens' time and one of 9 takes 5.6, 16 take 7.5 and 17 take 8.6.
 */
const batches = [4, 8, 16, 24, 32, 48, 64] as const;

/** From where on matches count as longer, in tokens that agree: the longer, the more often the next one is right. */
const matchClasses = [6, 9, 12, 18, 24, 36, 48, 64] as const;

/** Before a class was watched its guesses are held to be right every other time, at which nothing pays: the first copies are only looked at. */
const prior = { right: 1, wrong: 1 };

/** Older observations fade: the last fifty count most. */
const fading = 0.98;

/** What a check must be expected to be worth. Estimates are off by that, and what is lost by a wrong one is not got back in ordinary text. */
const leastGain = 1.2;

/** Guesses that may be made however short the match is; else no more than tokens have agreed. */
const alwaysAllowed = 15;

/**
 * What checks may lose before they have to stop, in tokens: three in an answer and one in two hundred. Checks that gain and long matches, which ordinary
 * text does not have, earn more, up to the cost of some long checks. None of that outlives its answer.
 */
const allowance = { atFirst: 3, eachToken: 0.005, longMatch: 24, eachRightInIt: 0.2, most: 40 };

/** The tokens behind a check take longer until the caches are warm again: 0.3 of one in all with 135 M parameters, 0.1 with 1.3B. */
const aftermath = 0.3;

/** A guess costs more than a token of a prompt: each goes through the output layer, and short batches use the processor less well. */
const overPrompt = 1.5;

/** What a token of a prompt takes before a prompt was long enough to tell. */
const usualPromptCost = 0.4;

/** Times that count; the one in their middle does not mind the few in which the machine did something else. */
const timesKept = 9;

/** After so many steps a time is forgotten: the machine may have been busy, or the context was shorter. That is one vain check at most. */
const stepsRemembered = 256;

export class DraftLength {
	private readonly classes = matchClasses.map((): Seen => ({ ...prior }));
	/** Milliseconds of a step that checks nothing. */
	private readonly plain = new Times();
	/** What each of `batches` takes, with its aftermath. */
	private readonly costs = batches.map(() => new Times());
	private step = 0;
	private allowed: number = allowance.atFirst;

	/** @param promptSpeed of long prompts, in tokens a second */
	constructor(private readonly promptSpeed: () => number | undefined) {}

	/** A new answer begins. */
	begin(): void {
		this.allowed = Math.min(this.allowed, allowance.atFirst);
	}

	/** The guess behind a match of so many tokens was right or not; also told of guesses that were not checked. */
	watched(matchLength: number, right: boolean): void {
		const seen = this.classOf(matchLength);
		seen.right = seen.right * fading + (right ? 1 : 0);
		seen.wrong = seen.wrong * fading + (right ? 0 : 1);
		if (right && matchLength >= allowance.longMatch) this.allow(allowance.eachRightInIt);
	}

	/** A step with so many guesses took so long and gave so many tokens. */
	measured(guesses: number, milliseconds: number, tokens: number): void {
		this.step++;
		if (guesses === 0) {
			this.plain.add(milliseconds, this.step);
			return this.allow(allowance.eachToken);
		}
		const plain = this.plain.middle(this.step);
		if (plain === undefined || plain <= 0) return;
		const cost = milliseconds / plain + aftermath;
		this.costs[batches.findLastIndex(batch => batch <= guesses + 1)]?.add(cost, this.step);
		this.allow(tokens - cost);
	}

	/** The number of guesses that gives the most tokens in a millisecond; 0 where one token after the other is as good. */
	best(matchLength: number, most: number): number {
		const limit = Math.min(most, Math.max(alwaysAllowed, matchLength));
		const plain = this.plain.middle(this.step);
		if (plain === undefined || plain <= 0 || limit < batches[0] - 1) return 0;
		const costs = this.estimates(plain);
		let best = { guesses: 0, gain: leastGain };
		// The chance that all guesses so far are right, and the tokens to expect: those that are, and the one that a check gives in any case.
		let chance = 1;
		let tokens = 1;
		let guesses = 0;
		for (const [index, batch] of batches.entries()) {
			if (batch - 1 > limit) break;
			for (; guesses < batch - 1; guesses++) {
				const { right, wrong } = this.classOf(matchLength + guesses);
				chance *= right / (right + wrong);
				tokens += chance;
			}
			const cost = costs[index] ?? Infinity;
			if (cost - 1 <= this.allowed && tokens / cost > best.gain) best = { guesses, gain: tokens / cost };
		}
		return best.guesses;
	}

	/**
	 * Where it was not measured yet, each guess costs what the prompt's speed tells, or as in another batch where that is less; but a batch takes no less than
	 * a smaller one.
	 */
	private estimates(plain: number): readonly number[] {
		const tokensPerSecond = this.promptSpeed();
		const promptCost = tokensPerSecond === undefined ? usualPromptCost : 1000 / tokensPerSecond / plain;
		const known = this.costs.map(times => times.middle(this.step));
		const perGuess = batches.map((batch, index) => ((known[index] ?? Infinity) - 1 - aftermath) / (batch - 1));
		const cheapest = Math.min(overPrompt * promptCost, ...perGuess);
		let least = 1;
		return batches.map((batch, index) => (least = known[index] ?? Math.max(least, 1 + aftermath + (batch - 1) * cheapest)));
	}

	private allow(tokens: number): void {
		this.allowed = Math.min(allowance.most, this.allowed + tokens);
	}

	private classOf(matchLength: number): Seen {
		const index = matchClasses.findLastIndex(least => matchLength >= least);
		return this.classes[Math.max(0, index)] ?? { ...prior };
	}
}

interface Seen {
	right: number;
	wrong: number;
}

/** The last times that something took. */
class Times {
	private readonly times: number[] = [];
	private newest = 0;
	private known: number | undefined;

	/** @param step the steps taken so far */
	add(time: number, step: number): void {
		this.times.push(time);
		if (this.times.length > timesKept) this.times.shift();
		this.newest = step;
		this.known = undefined;
	}

	/** The one in their middle; `undefined` where there are none, or none of late. */
	middle(step: number): number | undefined {
		if (step - this.newest > stepsRemembered) this.times.length = 0;
		if (this.times.length === 0) return undefined;
		return (this.known ??= [...this.times].sort((a, b) => a - b)[this.times.length >> 1]);
	}
}
