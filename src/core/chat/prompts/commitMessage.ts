/** "Generate Commit Message": a message and nothing else, as the repository's own are written. */
import { type Turn } from '../../models/dialect';
import { fenced } from './codeBlocks';

export interface Changes {
	/** A unified diff. */
	readonly diff: string;
	/** First lines of the newest commits, for their style and language. */
	readonly recent: readonly string[];
	readonly branch?: string;
}

export function commitMessageTurns({ diff, recent, branch }: Changes, isReasoning: boolean): readonly Turn[] {
	const examples =
		recent.length > 0
			? `The newest messages of this repository, for style and language:\n${recent.map(each => `- ${each}`).join('\n')}`
			: '';
	const question = [
		wanted,
		examples,
		branch === undefined ? '' : `The branch is called ${branch}.`,
		fenced('diff', diff),
		`${shape} Reply with the message alone: no fence, no quotes, no introduction.`,
	].filter(part => part !== '');
	const user: Turn = { role: 'user', text: question.join('\n\n') };
	return isReasoning ? [user] : [{ role: 'system', text: 'You write commit messages.' }, user];
}

/** In a conversation; the changes follow it. In a fence, so that it can be copied. */
export function commitPrompt(): string {
	return `${wanted} ${shape} Reply with the message alone in one fenced block.`;
}

const wanted = 'Write the commit message for these changes.';
const shape =
	'First one line of at most 72 characters that says what the change does, in the imperative. Only if it needs one, an empty line and a few ' +
	'lines that say why.';

/** What of an answer is the message: no fence and no quotes around it, no "Commit message:" before it. */
export function messageIn(answer: string): string {
	const fence = /^```[^\n]*\n([^]*?)\n?```/m.exec(answer);
	const text = (fence?.[1] ?? answer).trim().replace(/^(?:\*\*)?commit message:?(?:\*\*)?:?\s*/i, '');
	return /^(["'`])[^\n]*\1$/.test(text) ? text.slice(1, -1) : text;
}
