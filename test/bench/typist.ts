/**
 * Types as a person in VS Code does: at a person's pace, with a wrong key now and then that is taken back at once, with brackets that close
 * by themselves and are typed over, and with indentation that comes with Enter.
 */
import type { Random } from '../../src/lab/random';
import { afterEvent, type Trace, type TraceEvent, type TraceFile } from './trace';

/** Medians in milliseconds, after published keystroke logs of practised typists (136 million keystrokes, Dhakal et al., CHI 2018) and pauses to think. */
const pace = { inWord: 130, wordStart: 210, symbol: 240, newLine: 450, think: 1800, look: 900, correction: 320 };
const wrongKeys = 0.02;
const thinks = 0.3;

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"', "'": "'", '`': '`' };

export class Typist {
	private readonly events: TraceEvent[] = [];
	private text: string;
	private cursor = 0;
	private time = 0;
	/** Closing characters that the editor put after the cursor, innermost first. */
	private owed = '';

	constructor(
		private readonly file: TraceFile,
		private readonly random: Random,
		private readonly indent: string,
	) {
		this.text = file.text;
	}

	/** Clicks behind the `times`-th occurrence of `place`. */
	goTo(place: string, times = 1): this {
		let offset = -1;
		for (let time = 0; time < times; time++) offset = this.text.indexOf(place, offset + 1);
		if (offset < 0) throw new Error(`"${place}" is not in the text`);
		this.owed = '';
		this.wait(pace.look);
		this.event([], offset + place.length);
		return this;
	}

	type(code: string): this {
		for (const character of code) this.key(character);
		return this;
	}

	/** Backspace, so many times. */
	takeBack(times: number): this {
		for (let time = 0; time < times; time++) {
			this.wait(time === 0 ? pace.correction : pace.inWord);
			this.event([{ start: this.cursor - 1, end: this.cursor, text: '' }], this.cursor - 1);
		}
		return this;
	}

	/** Selects back to the beginning of the last `word` and types over it. */
	replaceWord(word: string, by: string): this {
		if (!this.text.slice(0, this.cursor).endsWith(word)) throw new Error(`"${word}" is not before the cursor`);
		const [first = '', ...rest] = by;
		this.wait(pace.look);
		const start = this.cursor - word.length;
		this.event([{ start, end: this.cursor, text: first }], start + 1);
		return this.type(rest.join(''));
	}

	get trace(): Trace {
		return { start: this.file, events: this.events };
	}

	get result(): string {
		return this.text;
	}

	private key(character: string): void {
		this.waitFor(character);
		if (character === '\n') return this.enter();
		if (this.owed.startsWith(character) && this.text.startsWith(character, this.cursor)) {
			this.owed = this.owed.slice(1);
			return this.event([{ start: this.cursor, end: this.cursor + 1, text: character }], this.cursor + 1);
		}
		const isLetter = /[a-z]/.test(character);
		if (isLetter && this.random() < wrongKeys) {
			this.insert(String.fromCharCode(97 + Math.floor(this.random() * 26)));
			this.takeBack(1);
			this.wait(pace.inWord);
		}
		const closer = closers[character] ?? '';
		const closesItself = closer !== '' && /^(?:[\s)\]};,]|$)/.test(this.text.slice(this.cursor, this.cursor + 1));
		if (closesItself) this.owed = closer + this.owed;
		this.insert(character, closesItself ? closer : '');
	}

	/** Between two brackets, the closing one goes to a line of its own. */
	private enter(): void {
		const line = this.text.slice(this.text.lastIndexOf('\n', this.cursor - 1) + 1, this.cursor);
		const lead = /^\s*/.exec(line)?.[0] ?? '';
		const opens = /[{([:]\s*$/.test(line);
		const isBetween = opens && this.owed !== '' && this.text.startsWith(this.owed.charAt(0), this.cursor);
		this.insert(`\n${lead}${opens ? this.indent : ''}`, isBetween ? `\n${lead}` : '');
	}

	private insert(text: string, behind = ''): void {
		this.event([{ start: this.cursor, end: this.cursor, text: text + behind }], this.cursor + text.length);
	}

	private event(edits: TraceEvent['edits'] & object, cursor: number): void {
		const event: TraceEvent = { t: Math.round(this.time), ...(edits.length > 0 && { edits }), cursor };
		this.text = afterEvent(this.text, event);
		this.cursor = cursor;
		this.events.push(event);
	}

	private waitFor(character: string): void {
		const before = this.text.charAt(this.cursor - 1);
		if (character === '\n') this.wait(pace.newLine);
		else if (/[\n\t]/.test(before) && this.random() < thinks) this.wait(pace.think);
		else if (!/\w/.test(character)) this.wait(pace.symbol);
		else this.wait(/\w/.test(before) ? pace.inWord : pace.wordStart);
	}

	/** Gaps between keys are spread log-normally: most are near the median, some are long, none is negative. */
	private wait(median: number): void {
		const normal = Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
		this.time += median * Math.exp(0.45 * normal);
	}
}
