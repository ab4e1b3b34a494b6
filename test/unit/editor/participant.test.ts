import assert from 'node:assert/strict';
import '../../support/vscodeStandIn';
import type * as vscode from 'vscode';
import { renderPrompt } from '../../../src/core/engine/prompt';
import type { ServedModel } from '../../../src/core/engine/servedModel';
import { participantHandler } from '../../../src/editor/chat/participant';

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };

/** What `@deepseek` writes where these models are there; what it does meanwhile stands in square brackets. */
async function said(command: string | undefined, chat: ServedModel | undefined, reasoner?: ServedModel): Promise<string> {
	let written = '';
	const handle = participantHandler({
		serve: () => Promise.resolve(chat),
		serveReasoner: () => Promise.resolve(reasoner),
		language: () => 'en',
		log: { warn: message => assert.fail(message) },
	});
	const request = { command, prompt: 'Which is larger?', references: [] } as unknown as vscode.ChatRequest;
	const stream = {
		markdown: (text: string) => (written += text),
		progress: (text: string) => (written += `[${text}]`),
	} as unknown as vscode.ChatResponseStream;
	await handle(request, { history: [] }, stream, token);
	return written;
}

/** Says what it is, or these pieces; what it is asked goes into `asked`. */
function model(name: string, pieces?: readonly string[]): ServedModel & { readonly asked: string[] } {
	const family = name === 'reasoner' ? 'reason' : name === 'unknown' ? 'other' : 'coderV1';
	const asked: string[] = [];
	return {
		asked,
		role: 'chat',
		loaded: {
			installed: { id: name, label: name, family, fileBytes: 1, roles: ['chat'], isDemo: false },
			contextTokens: 4096,
			loadMilliseconds: 1,
		},
		async *generate({ prompt }) {
			asked.push(renderPrompt(prompt));
			for (const text of pieces ?? (family === 'reason' ? [`A thought.</think>I am the ${name}.`] : [`I am the ${name}.`]))
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
		assert.equal(await said('reason', chat, reasoner), '[Thinking…]I am the reasoner.');
		assert.equal(await said('reason', chat), 'I am the chat model.');
	});

	it('says once that a model thinks, before its first thought and not word by word', async () => {
		const thinker = model('reasoner', ['<think>', 'First', ' this', ', then', ' that.', '</think>', 'Nine.', ' It', ' is.']);
		assert.equal(await said(undefined, thinker), '[Thinking…]Nine. It is.');
		assert.equal(await said(undefined, model('chat model', ['Nine.', ' It is.'])), 'Nine. It is.');
	});

	it('sets an answer apart from thoughts that turn out to be some only when they end', async () => {
		assert.equal(await said(undefined, model('unknown', ['A thought.', '</think>', 'Nine.'])), 'A thought.\n\n---\n\nNine.');
	});

	it('tells a model to think with /reason only where it does not by itself', async () => {
		const [thinker, other] = [model('reasoner'), model('chat model')];
		await said('reason', other, thinker);
		await said('reason', other);
		await said(undefined, other);
		assert.match(thinker.asked[0]!, /Which is larger\?/);
		assert.doesNotMatch(thinker.asked[0]!, /step by step/);
		assert.match(other.asked[0]!, /Which is larger\?\n\nThink it through step by step before you answer\./);
		assert.doesNotMatch(other.asked[1]!, /step by step/);
	});

	it('answers everything else with the chat model', async () => {
		assert.equal(await said(undefined, chat, reasoner), 'I am the chat model.');
	});

	it('says how to get a model where there is none', async () => {
		assert.match(await said(undefined, undefined), /Get a Model/);
	});
});
