/**
 * How many guessed tokens to check in one step of the model. A step with several tokens takes longer than one with a single token, by how much depends
 * on the quantization and the processor, and a wrong guess makes the tokens behind it worth nothing: so both are measured as we go.
 * What guessing has cost so far is kept in a ledger, which lets it lose at most two percent of the time that answers take.
 */

/**
 * Steps of 2, 4, 8, 16 and 32 tokens, which the kernels like best. One thread, a step's time over that of one token, SmolLM2 135M:
 * Q4_0 1.7, 2.1, 3.8, 6.3, 14; Q8_0 3.5, 4.7, 5.9, 7.5, 15; Q4_1 2.5, 4.2, 6.8, 12, 24. So there are files with which only long guesses pay, and
 * files with which none do.
 */
export const mostGuesses = 31;
const lengths = [1, 3, 7, 15, mostGuesses] as const;
type Length = (typeof lengths)[number];

/** Until a step of a length was measured, or another shows that it is less: what each guessed token adds, in steps of a single one. */
const firstCostOfAToken = 0.4;

/** In a step twice as long a token costs so much of that, or less, down to half: hope is measured soon, and despair never. */
const perDoubling = 0.75;

/** Guesses by how many tokens stood alike before them, and how often (of how many) such were right before any was seen here. */
export interface GuessClass {
	readonly matched: number;
	readonly right: number;
	readonly of: number;
}

const lookedUp: readonly GuessClass[] = [
	{ matched: 2, right: 2, of: 4 },
	{ matched: 3, right: 3, of: 5 },
	{ matched: 5, right: 8, of: 10 },
	{ matched: 9, right: 18, of: 20 },
	{ matched: 17, right: 38, of: 40 },
];

/** Guesses that gain less than this are not worth the noise of the measuring. */
const leastGain = 1.1;

/** What may be lost to wrong guesses, of the time that tokens take one by one. */
const shareToLose = 0.01;

/** What a guess earns that was not checked and would have been right: after a loss it shows that another try is worth it. */
const earnedUnchecked = 0.03;

/** What the first tries may cost, in steps of a single token. */
const firstCredit = 2;

/** The most that can be lost at once, in steps of a single token, however much guessing has gained before. */
const mostCredit = 8;

/** What may be spent of an answer's time to find out whether guesses are worth it, and after how many tries that is known. */
const shareToTry = 0.03;
const enoughTried = 10;

/** A cancel, and a completion that comes while a chat is answered, wait for the step under way. */
const mostMilliseconds = 400;

const weightOfNewest = 0.3;
const memoryOfRights = 0.95;

export class GuessLength {
	/** Milliseconds of a step with a single token. */
	private single: number | undefined;
	/** Of a step with so many guesses, over one with a single token. */
	private readonly costs = new Map<Length, number>();
	private readonly rights: readonly { right: number; of: number }[];
	/** In steps of a single token. */
	private credit = firstCredit;
	private tried = 0;

	constructor(private readonly classes: readonly GuessClass[] = lookedUp) {
		this.rights = classes.map(({ right, of }) => ({ right, of }));
	}

	/** How many of up to `available` guesses to check; 0 for none. */
	choose(matched: number, available: number): number {
		return this.best(matched, available).length;
	}

	/** The milliseconds that may be spent before the first guess of `tokens` more: what guesses will save, and until that is known a little. */
	worth(matched: number, tokens: number): number {
		const { length, gain } = this.best(matched, mostGuesses);
		if (length === 0 || this.single === undefined) return 0;
		return tokens * this.single * Math.min(1 - 1 / gain, this.tried < enoughTried ? shareToTry : 1);
	}

	private best(matched: number, available: number): { readonly length: number; readonly gain: number } {
		if (this.single === undefined) return { length: 0, gain: 1 };
		const chance = this.chanceOf(matched);
		let best = { length: 0, gain: leastGain };
		for (const length of lengths) {
			const cost = this.costOf(length);
			const gain = expectedTokens(chance, length) / cost;
			const isAllowed = length <= available && cost * this.single <= mostMilliseconds && riskOf(chance, cost) <= this.credit;
			if (isAllowed && gain > best.gain) best = { length, gain };
		}
		return best;
	}

	/** A step with a single token took so long. Had one been guessed, it would have been right or wrong, which costs nothing to know. */
	addSingle(milliseconds: number, wouldHave?: { readonly matched: number; readonly right: boolean }): void {
		this.single = this.single === undefined ? milliseconds : blend(this.single, Math.min(milliseconds, 2 * this.single));
		if (wouldHave) this.learn(wouldHave.matched, wouldHave.right ? 1 : 0, 1);
		this.earn(shareToLose + (wouldHave?.right ? earnedUnchecked : 0));
	}

	/** A step with `guessed` tokens, a number that `choose` gave, took so long; `right` of them, the first ones, were right. */
	addGuessed(guessed: number, right: number, matched: number, milliseconds: number): void {
		const length = lengths.find(each => each === guessed);
		if (this.single === undefined || length === undefined) return;
		const known = this.costOf(length);
		const cost = Math.min(milliseconds / this.single, 2 * known); // what is more was another program
		this.costs.set(length, this.costs.has(length) ? blend(known, cost) : cost);
		this.learn(matched, right, right + (right < guessed ? 1 : 0));
		this.earn(right + 1 - cost);
		this.tried++;
	}

	private learn(matched: number, right: number, of: number): void {
		const known = this.rights[this.classOf(matched)];
		if (known === undefined) return;
		known.right = known.right * memoryOfRights + right;
		known.of = known.of * memoryOfRights + of;
	}

	private chanceOf(matched: number): number {
		const { right, of } = this.rights[this.classOf(matched)] ?? { right: 0, of: 1 };
		return right / of;
	}

	/** Of a length that was not tried: as its neighbours let expect. */
	private costOf(length: Length): number {
		const perToken = lengths.map(each => {
			const cost = this.costs.get(each);
			return cost === undefined ? undefined : (cost - 1) / each;
		});
		const at = lengths.indexOf(length);
		const shorter = perToken.findLastIndex((each, index) => index <= at && each !== undefined);
		const longer = perToken.find((each, index) => index > at && each !== undefined) ?? 0;
		const expected = shorter < 0 ? firstCostOfAToken : (perToken[shorter] ?? 0) * perDoubling ** (at - shorter);
		return 1 + Math.max(0, expected, shorter === at ? 0 : longer) * length;
	}

	private classOf(matched: number): number {
		return this.classes.findLastIndex(each => matched >= each.matched);
	}

	private earn(steps: number): void {
		this.credit = Math.min(mostCredit, this.credit + steps);
	}
}

/** One token comes of every step; each guess is right with this chance, if those before it were. */
function expectedTokens(chance: number, guesses: number): number {
	return chance >= 1 ? guesses + 1 : (1 - chance ** (guesses + 1)) / (1 - chance);
}

/** What a step is likely to lose: all but the one token it brings in any case, unless as many guesses are right as it costs more. */
function riskOf(chance: number, cost: number): number {
	return Math.max(0, cost - 1) * (1 - chance ** Math.ceil(Math.max(0, cost - 1)));
}

function blend(known: number, newest: number): number {
	return known + (newest - known) * weightOfNewest;
}
