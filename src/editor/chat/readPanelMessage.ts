/** Reads a message from the chat panel's page. What is not one of ours, or not whole, is nothing: the page also shows text from a model. */
import { type ToHost } from '../../protocol/panel';

export function readPanelMessage(value: unknown): ToHost | undefined {
	if (!isRecord(value)) return undefined;
	const { kind, text, replaces, answerId, questionId, startLine, endLine, index, what, language, uris, id, reason, request, mention } =
		value;
	switch (kind) {
		case 'ready':
		case 'stop':
		case 'newChat':
		case 'showHistory':
		case 'exportChat':
		case 'copyChat':
		case 'attach':
		case 'chooseModel':
			return { kind };
		case 'ask':
			if (!isText(text)) return undefined;
			return { kind, text, ...(isText(replaces) && { replaces }), ...(reason === true && { reason }) };
		case 'complete':
			return isText(text) && isIndex(request) ? { kind, text, request } : undefined;
		case 'mention':
			return isText(mention) ? { kind, mention } : undefined;
		case 'copy':
		case 'insertAtCursor':
			return isText(text) ? { kind, text } : undefined;
		case 'newFile':
			return isText(text) && typeof language === 'string' ? { kind, text, language } : undefined;
		case 'apply':
			return isText(text) && isText(answerId) ? { kind, text, answerId } : undefined;
		case 'retry':
		case 'copyAnswer':
			return isText(answerId) ? { kind, answerId } : undefined;
		case 'deleteQuestion':
			return isText(questionId) ? { kind, questionId } : undefined;
		case 'openAttachment':
			return isText(questionId) && isIndex(index) ? { kind, questionId, index } : undefined;
		case 'attachFiles':
			return Array.isArray(uris) && uris.every(isText) ? { kind, uris } : undefined;
		case 'detach':
			return isText(id) ? { kind, id } : undefined;
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

function isIndex(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
