import assert from 'node:assert/strict';
import { commitMessageTurns, messageIn } from '../../../../src/core/chat/prompts/commitMessage';
import { editedCode } from '../../../../src/core/chat/prompts/inlineEdit';

describe('the code of an inline edit', () => {
	it('grows by whole lines while it is written, and ends with its fence', () => {
		assert.equal(editedCode('Sure', false), undefined);
		assert.equal(editedCode('Sure:\n```ts\nlet a;\nlet', false), 'let a;');
		assert.equal(editedCode('```ts\nlet a;\nlet b;\n```\nDone.', false), 'let a;\nlet b;');
		assert.equal(editedCode('````md\n```\nx\n```\n````', true), '```\nx\n```');
		assert.equal(editedCode('let a;', true), 'let a;');
	});
});

describe('a commit message', () => {
	it('is asked for with the diff, the style of the repository, and no more', () => {
		const [system, user] = commitMessageTurns({ diff: '+let a;', recent: ['Add b'], branch: 'main' }, false);
		assert.equal(system?.role, 'system');
		assert.match(user!.text, /- Add b\n\nThe branch is called main\.\n\n```diff\n\+let a;\n```/);
		assert.equal(commitMessageTurns({ diff: '+', recent: [] }, true).length, 1);
	});

	it('is what is left without fence, quotes and introduction', () => {
		assert.equal(messageIn('```\nAdd a\n\nWhy.\n```'), 'Add a\n\nWhy.');
		assert.equal(messageIn('Commit message: "Add a"'), 'Add a');
		assert.equal(messageIn('Add "a" and "b"'), 'Add "a" and "b"');
	});
});
