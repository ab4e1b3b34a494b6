import assert from 'node:assert/strict';
import { answerWithTools } from '../../../../../src/core/chat/tools/answerWithTools';
import type { GenerateRequest } from '../../../../../src/core/engine/engine';
import { renderPrompt } from '../../../../../src/core/engine/prompt';
import type { ServedModel } from '../../../../../src/core/engine/servedModel';
import type { ModelFamily } from '../../../../../src/core/models/family';

/** What a model of that family is asked with a tool in JSON. */
async function asked(family: ModelFamily): Promise<Omit<GenerateRequest, 'role'>> {
	const requests: Omit<GenerateRequest, 'role'>[] = [];
	const model: ServedModel = {
		role: 'chat',
		loaded: {
			installed: { id: 'm', label: 'm', family, fileBytes: 1, roles: ['chat'], isDemo: false },
			contextTokens: 8192,
			loadMilliseconds: 1,
		},
		async *generate(request) {
			requests.push(request);
			yield await Promise.resolve({ kind: 'end', reason: 'stop', usage: {} } as const);
		},
		countTokens: text => Promise.resolve({ tokens: text.length >> 2, exact: true }),
	};
	const use = { tools: [{ name: 'now', description: 'Tells the time.' }], mustCall: false };
	const options = { format: 'json', use, called: new Set<string>(), now: () => 0 } as const;
	const kinds: string[] = [];
	for await (const { kind } of answerWithTools(model, [{ role: 'user', text: 'What time is it?' }], AbortSignal.timeout(1000), options))
		kinds.push(kind);
	assert.deepEqual(kinds, ['end']);
	return requests[0]!;
}

describe('answerWithTools', () => {
	it('gives servers the turns, which they put into the format they know for the model', async () => {
		const { turns, prompt } = await asked('coderV1');
		assert.deepEqual(
			turns?.map(({ role }) => role),
			['system', 'user'],
		);
		assert.ok(renderPrompt(prompt).endsWith('What time is it?\n### Response:\n'));
	});

	it('tells a reasoning model that it has thought, which can be said in a prompt of ours alone', async () => {
		const { turns, prompt } = await asked('reason');
		assert.equal(turns, undefined);
		assert.ok(renderPrompt(prompt).endsWith('What time is it?<｜Assistant｜><think>\n\n</think>\n\n'));
	});
});
