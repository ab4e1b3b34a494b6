import assert from 'node:assert/strict';
import {
	before,
	emptyConversation,
	questionOf,
	withOutcome,
	withText,
	withTurns,
	type Answer,
	type Question,
} from '../../../../src/core/chat/conversation';

const question = (id: string): Question => ({ id, role: 'user', text: `${id}?`, task: 'ask' });
const answer = (id: string): Answer => ({ id, role: 'assistant', text: '' });

describe('conversation', () => {
	const two = withTurns(emptyConversation, question('q1'), answer('a1'), question('q2'), answer('a2'));

	it('grows by text and ends with an outcome, each time as a new value', () => {
		const written = withText(withText(two, 'a2', 'Hel'), 'a2', 'lo');
		const ended = withOutcome(written, 'a2', { kind: 'done', figures: '2 tokens' });
		assert.deepEqual(ended.at(-1), { id: 'a2', role: 'assistant', text: 'Hello', outcome: { kind: 'done', figures: '2 tokens' } });
		assert.deepEqual(two.at(-1), answer('a2'));
		assert.equal(ended[0], two[0]);
	});

	it('finds the question of an answer and what came before it', () => {
		assert.equal(questionOf(two, 'a2')?.id, 'q2');
		assert.equal(questionOf(two, 'a1')?.id, 'q1');
		assert.deepEqual(
			before(two, 'q2').map(turn => turn.id),
			['q1', 'a1'],
		);
	});

	it('does not mind an answer that is no longer there', () => {
		assert.deepEqual(withText(two, 'a9', 'late'), two);
	});
});
