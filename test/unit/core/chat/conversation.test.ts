import assert from 'node:assert/strict';
import {
	before,
	emptyConversation,
	questionOf,
	questionsFrom,
	withOutcome,
	withoutPair,
	withoutThinking,
	withText,
	withTextAsThinking,
	withThinking,
	withThoughtTime,
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

	it('loses a question with its answer, wherever it stands', () => {
		const ids = (id: string) => withoutPair(two, id).map(turn => turn.id);
		assert.deepEqual(
			[ids('q1'), ids('q2'), ids('a1')],
			[
				['q2', 'a2'],
				['q1', 'a1'],
				['q1', 'a1', 'q2', 'a2'],
			],
		);
		assert.deepEqual(
			['q1', 'q2', 'q9'].map(id => questionsFrom(two, id)),
			[2, 1, 0],
		);
	});

	it('keeps thoughts apart from the text, and can tell later which was which', () => {
		const thought = withThoughtTime(withThinking(withThinking(two, 'a2', 'Hm'), 'a2', '…'), 'a2', 1200);
		assert.deepEqual(thought.at(-1), { ...answer('a2'), thinking: 'Hm…', thoughtMilliseconds: 1200 });
		assert.deepEqual(withTextAsThinking(withText(two, 'a2', 'Hm'), 'a2').at(-1), { ...answer('a2'), thinking: 'Hm' });
		assert.deepEqual(withoutThinking(withThinking(two, 'a2', 'Hm'), 'a2').at(-1), answer('a2'));
	});

	it('does not mind an answer that is no longer there', () => {
		assert.deepEqual(withText(two, 'a9', 'late'), two);
	});
});
