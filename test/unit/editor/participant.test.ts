import assert from 'node:assert/strict';
import '../../support/vscodeStandIn';
import type * as vscode from 'vscode';
import type { ServedModel } from '../../../src/core/engine/servedModel';
import { participantHandler } from '../../../src/editor/chat/participant';

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };

/** What `@deepseek` writes where these models are there. */
async function said(command: string | undefined, chat: ServedModel | undefined, reasoner?: ServedModel): Promise<string> {
	let written = '';
	const handle = participantHandler({
		serve: () => Promise.resolve(chat),
		serveReasoner: () => Promise.resolve(reasoner),
		language: () => 'en',
		log: { warn: message => assert.fail(message) },
	});
	const request = { command, prompt: 'Which is larger?', references: [] } as unknown as vscode.ChatRequest;
	const stream = { markdown: (text: string) => (written += text), progress: () => undefined } as unknown as vscode.ChatResponseStream;
	await handle(request, { history: [] }, stream, token);
	return written;
}

/** Says what it is. */
function model(name: string): ServedModel {
	const family = name === 'reasoner' ? 'reason' : 'coderV1';
	return {
		role: 'chat',
		loaded: {
			installed: { id: name, label: name, family, fileBytes: 1, roles: ['chat'], isDemo: false },
			contextTokens: 4096,
			loadMilliseconds: 1,
		},
		async *generate() {
			const text = family === 'reason' ? `A thought.</think>I am the ${name}.` : `I am the ${name}.`;
			yield await Promise.resolve({ kind: 'text', text, tokens: 1 } as const);
			yield { kind: 'end', reason: 'stop', usage: {} };
		},
		countTokens: text => Promise.resolve({ tokens: text.length, exact: true }),
	};
}

describe('@deepseek', () => {
	const chat = model('chat model');
	const reasoner = model('reasoner');

	it('answers /reason with the model that reasons, where there is one, and without its thoughts', async () => {
		assert.equal((await said('reason', chat, reasoner)).trim(), 'I am the reasoner.');
		assert.equal(await said('reason', chat), 'I am the chat model.');
	});

	it('answers everything else with the chat model', async () => {
		assert.equal(await said(undefined, chat, reasoner), 'I am the chat model.');
	});

	it('says how to get a model where there is none', async () => {
		assert.match(await said(undefined, undefined), /Get a Model/);
	});
});
