/**
 * Says where a streamed answer has said enough. Looks at whole lines only, from the first on, so that the place does not depend on how the stream was cut.
 */
import { languageOf, type Language } from '../text/language';
import { indentationWidth, isBlank, writtenLines } from '../text/lines';
import { codeOf, scan, type LexState } from '../text/scan';
import { introduction, saysEnough } from './answerLines';
import { withinPart } from './embedded';
import { withoutLineStart } from './filters/promptEcho';
import { type Shape } from './singleOrMulti';
import { scanBefore, type Situation } from './situation';

export type StopReason = 'fenceClosed' | 'lineDone' | 'statementDone' | 'blockDone' | 'suffixReached' | 'repetition' | 'lineBudget';

export interface Stop {
	/** The answer is good up to here. */
	readonly at: number;
	readonly reason: StopReason;
}

export interface StopPlan {
	readonly shape: Shape;
	readonly maxLines: number;
	readonly language: Language;
	readonly linePrefix: string;
	readonly lineSuffix: string;
	/** What the answer begins in: code, a comment, a string. */
	readonly start: LexState;
	/** The line after the cursor's is indented deeper: the statement's body is there already. */
	readonly bodyFollows: boolean;
	/** The first lines after the cursor's with something on them, if the first says enough to be recognised. */
	readonly nextLines: readonly string[];
	/** The first of them stands only there: an attribute or a `return` may well come again. */
	readonly isNextUnique: boolean;
}

export function stopPlanOf(whole: Situation, shape: Shape, maxLines: number): StopPlan {
	const situation = withinPart(whole);
	const below = situation.after.slice(situation.lineSuffix.length);
	const nextLines = writtenLines(below, 2).map(line => line.trimEnd());
	const [nextLine] = nextLines;
	const isWritten = !isBlank(situation.linePrefix);
	return {
		shape,
		maxLines,
		language: languageOf(situation.languageId),
		linePrefix: situation.linePrefix,
		lineSuffix: situation.lineSuffix,
		start: scanBefore(situation).end,
		bodyFollows: isWritten && nextLine !== undefined && indentationWidth(nextLine) > indentationWidth(situation.linePrefix),
		nextLines: nextLine !== undefined && saysEnough(nextLine) ? nextLines : [],
		isNextUnique: nextLine !== undefined && !situation.before.includes(nextLine) && below.split(nextLine).length === 2,
	};
}

/** The first place to stop in `text`, of which the last line counts only when the answer has `ended`. */
export function firstStop(text: string, ended: boolean, plan: StopPlan): Stop | undefined {
	const lines = text.split('\n');
	const complete = ended ? lines.length : lines.length - 1;
	if (complete > 0 && plan.language.blocks !== 'prose') {
		const opening = lines.slice(0, mostIntroduction).findIndex(line => fence.test(line));
		const isIntroduced = introduction.test(lines[0] ?? '') && (opening > 0 || (complete < mostIntroduction && !ended));
		if (isIntroduced || opening === 0) return endOfFence(lines.slice(0, complete), opening);
	}
	const seen = new LinesSeen(plan);
	let offset = 0;
	for (let index = 0; index < complete; index++) {
		const line = lines[index] ?? '';
		const stop = seen.stopAt(line, index, offset, text);
		if (stop !== undefined) return stop.at < text.length || !ended ? stop : undefined;
		offset += line.length + 1;
	}
	return undefined;
}

/** Instruct models like to put code into a Markdown fence. What it holds begins at the margin, so that no rule of structure fits it. */
const fence = /^\s*(?:```|~~~)/;

/** How many lines an introduction may take. */
const mostIntroduction = 4;

function endOfFence(lines: readonly string[], opening: number): Stop | undefined {
	const last = opening < 0 ? -1 : lines.findIndex((line, index) => index > opening && fence.test(line));
	return last < 0 ? undefined : { at: lines.slice(0, last + 1).join('\n').length, reason: 'fenceClosed' };
}

/** No statement ends with one of these. */
const goesOn = /(?:=>|&&|\|\||(?:^|[^=<>!])=|(?:^|[^+])\+|\?\?|\\)$/;

/** What the lines so far add up to. */
class LinesSeen {
	private readonly kept: { readonly line: string; readonly end: number }[] = [];
	private wentDeeper = false;
	/** The answer goes on below a statement, with deeper lines: up to a blank line, as code is written in paragraphs. */
	private goesDeeper = false;
	/** Where the blank lines just above begin, if there are any. */
	private blankSince: number | undefined;
	/** Where the line before began, if it was the next one below the cursor and that says nothing yet. */
	private perhapsReached: number | undefined;

	constructor(private readonly plan: StopPlan) {}

	stopAt(line: string, index: number, offset: number, text: string): Stop | undefined {
		const end = offset + line.length;
		const before = this.blankSince ?? Math.max(0, offset - 1);
		// Some models say the cursor's line from its start.
		const said = index === 0 ? withoutLineStart(line, this.plan.linePrefix) : line;
		if (isBlank(said)) {
			if (this.plan.shape.kind === 'line') return { at: end, reason: 'lineDone' };
			if (this.goesDeeper && !this.isWithinText(text.slice(0, offset))) return { at: before, reason: 'blockDone' };
			this.blankSince = before;
			return undefined;
		}
		const whole = index === 0 ? this.plan.linePrefix + said : line;
		if (index > 0 || isBlank(this.plan.linePrefix)) {
			const reached = this.reachesSuffix(whole.trimEnd(), before);
			if (reached !== undefined) return { at: reached, reason: 'suffixReached' };
			if (this.leavesBlock(whole) && !this.isWithinText(text.slice(0, offset))) return { at: before, reason: 'blockDone' };
		}
		const repeated = this.firstOfThree(whole);
		if (repeated !== undefined) return { at: repeated, reason: 'repetition' };

		this.kept.push({ line: whole, end });
		this.blankSince = undefined;
		if (this.isEnough(text.slice(0, end))) return { at: end, reason: this.plan.shape.kind === 'line' ? 'lineDone' : 'statementDone' };
		return this.kept.length >= this.plan.maxLines ? { at: end, reason: 'lineBudget' } : undefined;
	}

	/**
	 * Where the answer begins to say what stands below already. An answer of several lines may begin as the next lines do, and some lines are
	 * in many places: then the line after tells.
	 */
	private reachesSuffix(line: string, before: number): number | undefined {
		const [next, second] = this.plan.nextLines;
		const reached = this.perhapsReached;
		this.perhapsReached = undefined;
		if (reached !== undefined && line.trim() === second?.trim()) return reached;
		if (line.trim() !== next?.trim()) return undefined;
		if (line === next && this.plan.isNextUnique && this.kept.length > 0) return before;
		this.perhapsReached = before;
		return undefined;
	}

	/** A line is done at its end, a statement where its brackets are closed. One that goes over a body already written is done at once. */
	private isEnough(text: string): boolean {
		const { shape, language, bodyFollows, linePrefix, lineSuffix } = this.plan;
		if (shape.kind === 'line') return true;
		if (shape.kind !== 'statement') return false;
		// Deeper lines end with one that closes them.
		if (this.goesDeeper && indentationWidth(this.kept.at(-1)?.line ?? '') > indentationWidth(linePrefix)) return false;
		if (bodyFollows && !this.goesDeeper) return true;
		const { openers, mismatch } = scan(linePrefix + text + lineSuffix, language);
		// In `each(item => {` before `)` the parenthesis only looks as if it closed both.
		const isOpen = openers.length > 0 || (mismatch !== undefined && scan(linePrefix + text, language).mismatch === undefined);
		return !isOpen && !goesOn.test(codeOf(this.kept.at(-1)?.line ?? '', language)) && !this.isWithinText(text);
	}

	/** The answer has begun a string over several lines or a comment block, and is not at its end: no indentation means anything in there. */
	private isWithinText(text: string): boolean {
		const { start, language } = this.plan;
		if (start.kind !== 'code') return false;
		const { end } = scan(text, language, start);
		return end.kind === 'blockComment' || (end.kind === 'string' && end.long);
	}

	/** Whether a line at this indentation is no longer part of what was asked for. What only closes stays: the filters know which brackets are owed. */
	private leavesBlock(line: string): boolean {
		const { shape, language, linePrefix } = this.plan;
		const width = indentationWidth(line);
		if (shape.kind === 'statement' && this.kept.length === 0) this.goesDeeper = width > indentationWidth(linePrefix);
		if (this.goesDeeper) return width <= indentationWidth(linePrefix) && !language.closes.test(line);
		if (shape.kind !== 'block' && shape.kind !== 'lines') return false;
		if (width > shape.indentation) this.wentDeeper = true;
		const isFirst = this.kept.length === 0;
		const isAfterBlank = this.blankSince !== undefined;
		const goesOn = language.closes.test(line) || /^\s*(?:[)\]}]|\{$)/.test(line) || (!isAfterBlank && language.continues.test(line));
		if (isFirst || goesOn) return false;
		if (shape.kind === 'block') return width <= shape.indentation;
		// Lines go on at their own indentation; but one block is an answer, and after a blank line the next one begins.
		return width < shape.indentation || (isAfterBlank && this.wentDeeper && width === shape.indentation);
	}

	/** Where the first of three equal lines in a row ends, if `line` is the third. Short lines may well repeat: `}`, `0, 0, 0,`. */
	private firstOfThree(line: string): number | undefined {
		const [first, second] = this.kept.slice(-2);
		return saysEnough(line) && first?.line === line && second?.line === line ? first.end : undefined;
	}
}
