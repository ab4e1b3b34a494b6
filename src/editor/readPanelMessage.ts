/** Reads a message from the chat panel's page. What is not one of ours, or not whole, is nothing: the page also shows text from a model. */
import { type ToHost } from '../protocol/panel';

export function readPanelMessage(value: unknown): ToHost | undefined {
	if (!isRecord(value)) return undefined;
	const { kind, text, replaces, answerId, questionId, startLine, endLine, what } = value;
	switch (kind) {
		case 'ready':
		case 'stop':
		case 'newChat':
		case 'chooseModel':
			return { kind };
		case 'ask':
			if (!isText(text)) return undefined;
			return isText(replaces) ? { kind, text, replaces } : { kind, text };
		case 'copy':
		case 'insertAtCursor':
			return isText(text) ? { kind, text } : undefined;
		case 'retry':
			return isText(answerId) ? { kind, answerId } : undefined;
		case 'openSource':
			if (!isText(questionId)) return undefined;
			return isLine(startLine) && isLine(endLine) ? { kind, questionId, startLine, endLine } : { kind, questionId };
		case 'try':
			return what === 'explain' || what === 'test' || what === 'ask' ? { kind, what } : undefined;
		default:
			return undefined;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

function isLine(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
