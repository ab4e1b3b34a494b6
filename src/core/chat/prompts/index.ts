/**
 * The words a model is asked with. Each task has its own file beside this one; here is what they share: the system sentence, what was put beside a
 * question, and which turns are told at all.
 */
import { type InstalledModel } from '../../engine/engine';
import { type Turn } from '../../models/dialect';
import { thinksByItself } from '../../models/thinksByItself';
import { type Attachment, type ChatTurn, type CodeSource, type Conversation, type Question, type TaskAboutCode } from '../conversation';
import { withoutThoughts } from '../thinking';
import { fenced, place } from './codeBlocks';
import { commitPrompt } from './commitMessage';
import { demoCode, demoPrompt, demoSystem } from './demo';
import { documentPrompt } from './document';
import { explainPrompt } from './explain';
import { fixPrompt } from './fix';
import { answerIn } from './language';
import { problemPrompt } from './problem';
import { refactorPrompt } from './refactor';
import { terminalPrompt } from './terminal';
import { testsPrompt } from './tests';

/** The prompt turns for a conversation: the system sentence, then every question as the model should read it. */
export function promptTurns(model: InstalledModel, conversation: Conversation, language: string): readonly Turn[] {
	const system = systemSentence(model, language);
	const turns = conversation.filter(isWorthTelling).map(turn => promptTurn(model, turn, language));
	return system === undefined ? turns : [{ role: 'system', text: system }, ...turns];
}

/** One sentence on who answers and how; nothing for reasoning models, which DeepSeek advises to ask without a system prompt. */
export function systemSentence(model: InstalledModel, language: string): string | undefined {
	if (model.isDemo) return demoSystem(language);
	if (model.family === 'reason') return undefined;
	return `${system} ${answerIn(language)}`;
}

const system =
	'You are DeepSeek Coder, a programming assistant that runs on this machine inside VS Code. ' +
	'Be brief and correct, and say so when you do not know. Use Markdown, with code in fenced blocks that name their language.';

/** A question in the model's words, and after it what goes with it. */
export function questionPrompt(model: InstalledModel, question: Question, language: string): string {
	return [wantedPrompt(model, question, language), ...besideQuestion(model, question, language)].join('\n\n');
}

/** What was written behind a command, and what was put beside the question. */
export function besideQuestion(model: InstalledModel, { wish, attachments = [] }: Question, language: string): readonly string[] {
	const words = wish === undefined ? [] : [`The user adds: ${wish}`];
	return [...words, ...attachments.map(each => attachmentPrompt(model, each, language))];
}

function wantedPrompt(model: InstalledModel, question: Question, language: string): string {
	const { source, task } = question;
	const text = wordsOf(model, question);
	if (source === undefined) {
		if (task === 'terminal' && !model.isDemo) return terminalPrompt(language);
		if (task === 'commit' && !model.isDemo) return commitPrompt();
		return model.family === 'reason' && !model.isDemo ? `${text}\n\n${answerIn(language)}` : text;
	}
	if (model.isDemo) return demoPrompt(task, text, source, language);
	if (task !== 'ask' && task !== 'terminal' && task !== 'commit') return prompts[task](source, language);
	return `${text}\n\nFrom ${place(source)}:\n\n${fenced(source.languageId, source.code)}`;
}

/** A model that thinks by itself thinks worse when it is told how (README of DeepSeek-R1), and the demo model knows nothing of thinking. */
function wordsOf(model: InstalledModel, { text, wantsReasoning }: Question): string {
	const mustBeTold = wantsReasoning === true && !model.isDemo && !thinksByItself(model);
	return mustBeTold ? `${text}\n\nThink it through step by step before you answer.` : text;
}

const prompts: Record<TaskAboutCode, (source: CodeSource, language: string) => string> = {
	explain: explainPrompt,
	fix: fixPrompt,
	test: testsPrompt,
	document: documentPrompt,
	refactor: refactorPrompt,
	problem: problemPrompt,
};

function attachmentPrompt(model: InstalledModel, attachment: Attachment, language: string): string {
	if (model.isDemo) return demoCode(attachment, language);
	const { kind, label, languageId, code, startLine, endLine } = attachment;
	const block = fenced(languageId, code);
	switch (kind) {
		case 'problems':
			return `Problems that the editor shows in ${label}:\n\n${block}`;
		case 'folder':
			return `What is in the folder ${label}:\n\n${block}`;
		case 'changes':
			return `Changes that are not committed yet (${label}):\n\n${block}`;
		case 'terminal':
			return `Output of a terminal (${label}):\n\n${block}`;
		case 'selection':
		case 'file':
		case 'symbol':
			if (startLine === undefined || endLine === undefined)
				return kind === 'selection' ? `Text that goes with it:\n\n${block}` : `The file ${label}:\n\n${block}`;
			return `From ${place({ label, startLine, endLine })}:\n\n${block}`;
	}
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
