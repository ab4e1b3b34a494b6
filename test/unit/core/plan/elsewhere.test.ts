import assert from 'node:assert/strict';
import type { InstalledModel, Role } from '../../../../src/core/engine/engine';
import { planElsewhere, type ElsewhereSettings } from '../../../../src/core/plan/elsewhere';

const place = 'the server at gpu:8000';

function model(id: string, roles: readonly Role[], change: Partial<InstalledModel> = {}): InstalledModel {
	return { id, label: id, family: 'coderV1', fileBytes: 0, roles, isDemo: false, ...change };
}

const base = model('base', ['completion']);
const instruct = model('instruct', ['chat', 'completion']);
const toy = model('toy', ['completion', 'chat'], { isDemo: true });

function lineup(models: readonly InstalledModel[], settings: ElsewhereSettings = {}) {
	const { completes, chats, reason } = planElsewhere(models, settings, place).now;
	return { completes: completes?.model, chats: chats === 'same' ? 'same' : chats?.model, reason: [reason.key, ...reason.parameters] };
}

describe('the plan for a server elsewhere', () => {
	it('gives each role the model that was made for it', () => {
		assert.deepEqual(lineup([instruct, base]), {
			completes: 'base',
			chats: 'instruct',
			reason: ['elsewhereBoth', 'base', 'instruct', place],
		});
	});

	it('lets one model do both', () => {
		assert.deepEqual(lineup([instruct]), { completes: 'instruct', chats: 'same', reason: ['elsewhere', 'instruct', place] });
	});

	it('only chats, or only completes, where the server has nothing for the other', () => {
		assert.deepEqual(lineup([model('r1', ['chat'])]), { completes: undefined, chats: 'r1', reason: ['elsewhereChats', 'r1', place] });
		assert.deepEqual(lineup([base]), { completes: 'base', chats: undefined, reason: ['elsewhere', 'base', place] });
	});

	it('takes the toy where there is nothing else', () => {
		assert.equal(lineup([toy, base]).completes, 'base');
		assert.equal(lineup([toy, instruct]).chats, 'same');
		assert.equal(lineup([toy]).completes, 'toy');
	});

	it('takes what the settings name, whatever it was made for, and chooses where they name what is not there', () => {
		assert.deepEqual(lineup([base, instruct], { completion: 'INSTRUCT', chat: 'instruct' }).chats, 'same');
		assert.equal(lineup([base, instruct], { completion: 'gone' }).completes, 'base');
	});

	it('is empty for an empty server', () => {
		assert.deepEqual(lineup([]), { completes: undefined, chats: undefined, reason: ['nothingInstalled'] });
	});

	it('asks for the context that was set, else for what the model was trained for, but not for more than 8,192 tokens', () => {
		const contextOf = (trainedContextTokens: number | undefined, contextTokens?: number) =>
			planElsewhere([model('a', ['completion'], trainedContextTokens ? { trainedContextTokens } : {})], { contextTokens }, place).now
				.completes?.contextTokens;
		assert.deepEqual([contextOf(4096), contextOf(16384), contextOf(undefined), contextOf(16384, 32768)], [4096, 8192, 8192, 32768]);
	});
});
