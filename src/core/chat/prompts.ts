/**
 * The words a model is asked with: the system sentence, and one prompt per task. All of them stand here, readable in one place.
 * The demo model gets, to the letter, sentences it was trained on: it knows no others, and no language but English and Turkish.
 */
import { type InstalledModel } from '../engine/engine';
import { type Turn } from '../models/dialect';
import { type Attachment, type ChatTurn, type CodeSource, type Conversation, type Question } from './conversation';
import { withoutThoughts } from './thinking';

/** The prompt turns for a conversation: the system sentence, then every question as the model should read it. */
export function promptTurns(model: InstalledModel, conversation: Conversation, language: string): readonly Turn[] {
	const system = systemSentence(model, language);
	const turns = conversation.filter(isWorthTelling).map(turn => promptTurn(model, turn, language));
	return system === undefined ? turns : [{ role: 'system', text: system }, ...turns];
}

/** One sentence on who answers and how; nothing for reasoning models, which DeepSeek advises to ask without a system prompt. */
export function systemSentence(model: InstalledModel, language: string): string | undefined {
	if (model.isDemo) return isTurkish(language) ? demo.systemTurkish : demo.system;
	if (model.family === 'reason') return undefined;
	return `${system} ${answerIn(language)}`;
}

/** A question in the model's words, and after it what was put beside it. */
export function questionPrompt(model: InstalledModel, question: Question, language: string): string {
	const wanted = wantedPrompt(model, question, language);
	const attached = (question.attachments ?? []).map(each => attachmentPrompt(model, each, language));
	return [wanted, ...attached].join('\n\n');
}

function wantedPrompt(model: InstalledModel, question: Question, language: string): string {
	const { source, task, text } = question;
	if (source === undefined) return model.family === 'reason' && !model.isDemo ? `${text}\n\n${answerIn(language)}` : text;
	if (model.isDemo) return demoPrompt(task === 'ask' ? text : demo[task][isTurkish(language) ? 'tr' : 'en'], source, language);
	if (task === 'explain') return explainPrompt(source, language);
	const wanted = task === 'test' ? 'Write unit tests for this code, with the test framework its language commonly uses.' : text;
	return `${wanted}\n\nFrom ${place(source)}:\n\n${fenced(source.languageId, source.code)}`;
}

/** The fixed shape of an explanation; numbered lines let the model cite them, and the answer link to them. */
export function explainPrompt(source: CodeSource, language: string): string {
	const { what, steps, care } = headings[baseLanguage(language)] ?? headings.en;
	return [
		`Explain this code from ${place(source)}. Each line begins with its number.`,
		fenced(source.languageId, numbered(source)),
		'Use exactly this shape:',
		`**${what}**: one or two sentences on its purpose.`,
		`**${steps}**: a numbered list; end each step with the lines it is about, as (L${source.startLine}) or (L${source.startLine}-L${source.endLine}).`,
		`**${care}**: what can go wrong, errors, edge cases. Leave this part out if there is nothing.`,
		`Do not repeat the code. ${answerIn(language)}`,
	].join('\n\n');
}

const system =
	'You are DeepSeek Coder, a programming assistant that runs on this machine inside VS Code. ' +
	'Be brief and correct, and say so when you do not know. Use Markdown, with code in fenced blocks that name their language.';

const demo = {
	system: 'You are DeepSeek Coder Local, an assistant that runs on this machine. Be concise and honest.',
	systemTurkish: 'Sen bir kod yardımcısısın. Yanıtlarını Türkçe ver.',
	explain: { en: 'Explain the selected code.', tr: 'Seçili kodu açıkla.' },
	test: { en: 'Write a test for this function', tr: 'Bu işlev için bir test yaz' },
};

interface Headings {
	readonly what: string;
	readonly steps: string;
	readonly care: string;
}

const headings: Record<string, Headings> & { readonly en: Headings } = {
	en: { what: 'What it does', steps: 'Step by step', care: 'Watch out' },
	tr: { what: 'Ne yapar', steps: 'Adım adım', care: 'Dikkat' },
	zh: { what: '作用', steps: '逐步说明', care: '注意' },
};

function demoPrompt(wanted: string, source: CodeSource, language: string): string {
	return `${wanted}\n${demoCode(source, language)}`;
}

function demoCode({ label, languageId, code }: CodeSource | Attachment, language: string): string {
	return `${isTurkish(language) ? 'Dosya' : 'File'}: ${label}\n\n${fenced(languageId, code)}`;
}

function attachmentPrompt(model: InstalledModel, attachment: Attachment, language: string): string {
	if (model.isDemo) return demoCode(attachment, language);
	const { kind, label, languageId, code, startLine, endLine } = attachment;
	const block = fenced(languageId, code);
	if (kind === 'problems') return `Problems that the editor shows in ${label}:\n\n${block}`;
	if (startLine === undefined || endLine === undefined) return `The file ${label}:\n\n${block}`;
	return `From ${place({ label, startLine, endLine })}:\n\n${block}`;
}

function promptTurn(model: InstalledModel, turn: ChatTurn, language: string): Turn {
	if (turn.role === 'user') return { role: 'user', text: questionPrompt(model, turn, language) };
	// DeepSeek trains its reasoning models on turns without their thoughts, and a thought is often longer than the whole context.
	return { role: 'assistant', text: withoutThoughts(turn.text) };
}

/** A question that got no answer would only be asked again; the last question is the one to answer. */
function isWorthTelling(turn: ChatTurn, index: number, all: Conversation): boolean {
	if (turn.role === 'assistant') return isAnswered(turn);
	const next = all[index + 1];
	return next === undefined || isAnswered(next);
}

function isAnswered(turn: ChatTurn): boolean {
	return turn.role === 'assistant' && withoutThoughts(turn.text) !== '' && turn.outcome?.kind !== 'failed';
}

function place({ label, startLine, endLine }: Pick<CodeSource, 'label' | 'startLine' | 'endLine'>): string {
	return startLine === endLine ? `${label}, line ${startLine}` : `${label}, lines ${startLine} to ${endLine}`;
}

function numbered({ code, startLine, endLine }: CodeSource): string {
	const width = String(endLine).length;
	return code
		.split('\n')
		.map((line, index) => `${String(startLine + index).padStart(width)} ${line}`.trimEnd())
		.join('\n');
}

/** A fence longer than any run of backticks inside, so that code which holds Markdown stays one block. */
export function fenced(languageId: string, code: string): string {
	const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), run => run[0].length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}${languageId}\n${code}\n${fence}`;
}

/** "Answer in Turkish (Türkçe).", by the names every JavaScript runtime knows; English for a tag it can't read. */
function answerIn(language: string): string {
	const name = languageName(language, 'en');
	if (name === undefined || name === 'English') return 'Answer in English.';
	const own = languageName(language, language);
	return own === undefined || own === name ? `Answer in ${name}.` : `Answer in ${name} (${own}).`;
}

function languageName(language: string, inLanguage: string): string | undefined {
	try {
		return new Intl.DisplayNames([inLanguage], { type: 'language', fallback: 'none' }).of(languageOf(language));
	} catch {
		return undefined;
	}
}

/** Region codes say nothing about the language asked for, but for Chinese they choose the script. */
function languageOf(language: string): string {
	const tag = language.toLowerCase();
	if (!tag.startsWith('zh')) return baseLanguage(language);
	return /hant|-tw|-hk|-mo/.test(tag) ? 'zh-Hant' : 'zh-Hans';
}

function baseLanguage(language: string): string {
	return language.toLowerCase().split('-')[0] ?? 'en';
}

function isTurkish(language: string): boolean {
	return baseLanguage(language) === 'tr';
}
