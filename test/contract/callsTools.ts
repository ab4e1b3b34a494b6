/** Lets a model call a tool through an engine as the editor does, hands it a result, and lets it answer. */
import assert from 'node:assert/strict';
import { answerWithTools } from '../../src/core/chat/tools/answerWithTools';
import { callTurn, resultTurn } from '../../src/core/chat/tools/toolTurns';
import type { Engine, LoadedModel } from '../../src/core/engine/engine';
import type { ServedModel } from '../../src/core/engine/servedModel';
import type { Turn } from '../../src/core/models/dialect';

const readFile = {
	name: 'read_file',
	description: 'Reads a file.',
	inputSchema: { type: 'object', properties: { path: { enum: ['src/a.ts', 'src/b.ts'] } }, required: ['path'] },
};

export async function callsTools(engine: Engine, loaded: LoadedModel) {
	const model: ServedModel = {
		role: 'chat',
		loaded,
		generate: (request, signal) => engine.generate(loaded, { ...request, role: 'chat' }, signal),
		countTokens: (text, signal) => engine.countTokens(loaded, text, signal),
	};
	const ask = async (turns: readonly Turn[], mustCall: boolean) => {
		const options = {
			format: 'json',
			use: { tools: [readFile], mustCall },
			called: new Set<string>(),
			now: () => performance.now(),
		} as const;
		const parts = [];
		for await (const event of answerWithTools(model, turns, AbortSignal.timeout(60_000), options)) parts.push(event);
		return parts;
	};
	const question: Turn = { role: 'user', text: 'Read src/a.ts.' };
	const calls = (await ask([question], true)).flatMap(part => (part.kind === 'call' ? [part.call] : []));
	const [call] = calls;
	assert.ok(call, 'a required call came');
	const after = await ask([question, callTurn('json', call), resultTurn('json', call.name, 'let a;')], false);
	assert.ok(after.some(({ kind }) => kind === 'text' || kind === 'call') && !after.some(({ kind }) => kind === 'brokenCall'));
	return { called: calls.map(({ name }) => name), tools: calls.map(({ input }) => input) };
}
