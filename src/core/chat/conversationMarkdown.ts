/** A conversation as a Markdown document, for a file or the clipboard: what was asked and answered, without what was thought. */
import { type Attachment, type ChatTurn, type CodeSource, type Conversation } from './conversation';
import { fenced } from './prompts/codeBlocks';

export interface MarkdownWords {
	readonly title: string;
	readonly you: string;
	readonly assistant: string;
}

export function conversationMarkdown(conversation: Conversation, words: MarkdownWords): string {
	const turns = conversation.map(turn => `## ${turn.role === 'user' ? words.you : words.assistant}\n\n${turnText(turn)}`);
	return `${[`# ${words.title}`, ...turns].join('\n\n').trimEnd()}\n`;
}

function turnText(turn: ChatTurn): string {
	if (turn.role === 'assistant') {
		const failure = turn.outcome?.kind === 'failed' ? [`> ${turn.outcome.message}`] : [];
		return [turn.text.trim(), ...failure].filter(text => text !== '').join('\n\n');
	}
	const code = [...(turn.source ? [turn.source] : []), ...(turn.attachments ?? [])];
	return [turn.text.trim(), ...code.map(codeText)].join('\n\n');
}

function codeText({ label, startLine, endLine, languageId, code }: CodeSource | Attachment): string {
	return `\`${place(label, startLine, endLine)}\`\n\n${fenced(languageId, code)}`;
}

/** "src/cart.ts:3-7", as editors and terminals write it. */
function place(label: string, startLine?: number, endLine?: number): string {
	if (startLine === undefined) return label;
	return endLine === undefined || endLine === startLine ? `${label}:${startLine}` : `${label}:${startLine}-${endLine}`;
}
