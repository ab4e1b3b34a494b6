/**
 * Explains code that is larger than the model's prompt: each part is told in a few sentences, and the explanation is made of those. The parts are
 * cut at the least indented line near their end, so that most functions stay whole.
 */
import { type ServedModel } from '../engine/servedModel';
import { type Turn } from '../models/dialect';
import { limitsOf } from '../models/limits';
import { answer, type AnswerOptions } from './answer';
import { framingTokens } from './budget';
import { type CodeSource, type Question } from './conversation';
import { besideQuestion, questionPrompt, systemSentence } from './prompts';
import { type ExplainedPart, explainPartPrompt, explainWholePrompt } from './prompts/explain';
import { countTokens } from './streamAnswer';

/** Beside the code itself: the words of the prompt, and numbers before the lines. */
const promptShare = 0.7;

/** The turns that ask for the whole; nothing when the code fits as it is, or the model was only taught short requests. `onPart` is called before each part. */
export async function turnsInParts(
	model: ServedModel,
	question: Question,
	language: string,
	signal: AbortSignal,
	options: Pick<AnswerOptions, 'now'>,
	onPart: (part: number, parts: number) => void,
): Promise<readonly Turn[] | undefined> {
	const { source, task } = question;
	const { installed } = model.loaded;
	if (source === undefined || task !== 'explain' || installed.isDemo) return undefined;
	const system = systemSentence(installed, language);
	const asTurns = (text: string): readonly Turn[] => [
		...(system === undefined ? [] : [{ role: 'system', text: system } as const]),
		{ role: 'user', text },
	];
	const room = limitsOf(model.loaded).chatPromptTokens;
	// What goes with it is cut by the rules of every question where it is too much.
	const whole = questionPrompt(installed, { ...question, attachments: [] }, language);
	const tokens = (await countTokens(model, `${system ?? ''}${whole}`, signal)) + 2 * framingTokens;
	if (tokens <= room) return undefined;

	const parts = partsOf(source, Math.ceil(tokens / (room * promptShare)));
	const explained: ExplainedPart[] = [];
	for (const [index, part] of parts.entries()) {
		if (signal.aborted) break;
		onPart(index + 1, parts.length);
		let text = '';
		const maxTokens = Math.max(24, Math.min(160, Math.floor((room * promptShare) / parts.length)));
		for await (const event of answer(model, asTurns(explainPartPrompt(part, language)), signal, { ...options, maxTokens })) {
			if (event.kind === 'text') text += event.text;
			if (event.kind === 'wasThinking') text = '';
		}
		explained.push({ startLine: part.startLine, endLine: part.endLine, text: text.replace(/\s+/g, ' ').trim() });
	}
	return asTurns([explainWholePrompt(source, explained, language), ...besideQuestion(installed, question, language)].join('\n\n'));
}

/** As many parts as asked for, or a few more or fewer, of about the same length. */
export function partsOf(source: CodeSource, count: number): readonly CodeSource[] {
	const lines = source.code.split('\n');
	const most = Math.max(1, Math.ceil(lines.length / count));
	const parts: CodeSource[] = [];
	for (let start = 0; start < lines.length;) {
		const end = start + most >= lines.length ? lines.length : endNear(lines, start, start + most);
		const code = lines.slice(start, end).join('\n');
		parts.push({ ...source, code, startLine: source.startLine + start, endLine: source.startLine + end - 1 });
		start = end;
	}
	return parts;
}

/** Where the next part begins: the least indented line with text in the last third of this one, the later the better. */
function endNear(lines: readonly string[], start: number, end: number): number {
	const first = start + Math.max(1, Math.ceil(((end - start) * 2) / 3));
	let best = end;
	for (let line = end; line >= first; line--) {
		if (indentOf(lines[line]) < indentOf(lines[best])) best = line;
	}
	return best;
}

function indentOf(line = ''): number {
	return line.trim() === '' || /^\s*[)\]}]/.test(line) ? Number.MAX_SAFE_INTEGER : line.search(/\S/);
}
