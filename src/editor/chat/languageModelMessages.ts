/** VS Code's messages as turns of ours, with the calls of tools and their results in the format the model calls in. */
import * as vscode from 'vscode';
import { type Tool } from '../../core/chat/tools/tool';
import { type ToolFormat } from '../../core/chat/tools/toolFormat';
import { callTurn, resultTurn } from '../../core/chat/tools/toolTurns';
import { type JsonSchema } from '../../core/engine/engine';
import { type Turn } from '../../core/models/dialect';

type Message = vscode.LanguageModelChatRequestMessage;

export interface ToldMessages {
	readonly turns: readonly Turn[];
	/** Names of the tools that were called. */
	readonly called: ReadonlySet<string>;
}

export function toTurns(messages: readonly Message[], format: ToolFormat): ToldMessages {
	const names = new Map(messages.flatMap(({ content }) => content.filter(isCall)).map(({ callId, name }) => [callId, name]));
	const turns = messages.flatMap(message => turnsOf(message, format, names));
	return { turns, called: new Set(names.values()) };
}

export function toTool({ name, description, inputSchema }: vscode.LanguageModelChatTool): Tool {
	return { name, description, ...(inputSchema && { inputSchema: inputSchema as JsonSchema }) };
}

function turnsOf({ role, content }: Message, format: ToolFormat, names: ReadonlyMap<string, string>): readonly Turn[] {
	const words = content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
	const results = content
		.filter(part => part instanceof vscode.LanguageModelToolResultPart)
		.map(part => resultTurn(format, names.get(part.callId) ?? part.callId, resultText(part.content)));
	if (role !== vscode.LanguageModelChatMessageRole.Assistant) {
		return words === '' && results.length > 0 ? results : [...results, { role: 'user', text: words }];
	}
	const calls = content
		.filter(isCall)
		.map(({ name, input }, index) => callTurn(format, { name, input: { ...input } }, index === 0 ? words : ''));
	// In JSON a turn is either words or a call, so what was said before a call is a turn of its own.
	const spoken: readonly Turn[] = words !== '' && (calls.length === 0 || format === 'json') ? [{ role: 'assistant', text: words }] : [];
	return [...spoken, ...calls];
}

/** All text in what a tool gave back; pictures and other bytes are nothing these models can read. */
export function resultText(content: readonly unknown[]): string {
	return content
		.map(part => {
			if (part instanceof vscode.LanguageModelTextPart) return part.value;
			return part instanceof vscode.LanguageModelPromptTsxPart ? textsIn(part.value).join('') : '';
		})
		.filter(text => text !== '')
		.join('\n');
}

/** The texts of a rendered prompt-tsx tree, in order; its nodes keep them in `text`. */
function textsIn(node: unknown): readonly string[] {
	if (typeof node !== 'object' || node === null) return [];
	return Object.entries(node).flatMap(([key, value]) => (key === 'text' && typeof value === 'string' ? [value] : textsIn(value)));
}

function isCall(part: unknown): part is vscode.LanguageModelToolCallPart {
	return part instanceof vscode.LanguageModelToolCallPart;
}
