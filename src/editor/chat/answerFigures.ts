/** The small print under an answer, "312 tokens · 120 guessed right · 48 tok/s · first token 0.4 s · 6.7B Q4_K_M", and what is said about what did not fit. */
import * as vscode from 'vscode';
import { type AnswerFigures } from '../../core/chat/answer';
import { type Cut } from '../../core/chat/budget';

export function figuresText({ tokens, guessedTokens, tokensPerSecond, firstTokenMilliseconds }: AnswerFigures, model: string): string {
	const parts = [tokens === 1 ? vscode.l10n.t('1 token') : vscode.l10n.t('{0} tokens', number(tokens, 0))];
	if (guessedTokens !== undefined) parts.push(vscode.l10n.t('{0} guessed right', number(guessedTokens, 0)));
	if (tokensPerSecond !== undefined) parts.push(vscode.l10n.t('{0} tok/s', number(tokensPerSecond, tokensPerSecond < 10 ? 1 : 0)));
	if (firstTokenMilliseconds !== undefined) parts.push(firstTokenText(firstTokenMilliseconds));
	return [...parts, model].filter(part => part !== '').join(' · ');
}

/** Milliseconds below a tenth of a second, where "0.0 s" would say nothing. */
function firstTokenText(milliseconds: number): string {
	if (milliseconds < 100) return vscode.l10n.t('first token {0} ms', number(milliseconds, 0));
	return vscode.l10n.t('first token {0} s', number(milliseconds / 1000, 1));
}

export function cutText({ pairs, earlierCodeLines, questionLines }: Cut): string {
	const sentences: string[] = [];
	if (questionLines > 0) sentences.push(vscode.l10n.t('{0} lines did not fit into the model and were left out.', number(questionLines, 0)));
	if (earlierCodeLines > 0) sentences.push(vscode.l10n.t('{0} lines of earlier code were left out.', number(earlierCodeLines, 0)));
	if (pairs === 1) sentences.push(vscode.l10n.t('The oldest question no longer fits and was left out.'));
	if (pairs > 1) sentences.push(vscode.l10n.t('The {0} oldest questions no longer fit and were left out.', number(pairs, 0)));
	return sentences.join(' ');
}

/** What is said while code that is too large to be read at once is read, the last time when the last part is. */
export function partText(part: number, parts: number): string {
	return part < parts
		? vscode.l10n.t('Too large to be read at once: reading part {0} of {1}.', part, parts)
		: vscode.l10n.t('Too large to be read at once: explained in {0} parts.', parts);
}

function number(value: number, digits: number): string {
	return value.toLocaleString(vscode.env.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
