import assert from 'node:assert/strict';
import { readPanelMessage } from '../../../src/editor/chat/readPanelMessage';

describe('readPanelMessage', () => {
	it('reads every message of ours', () => {
		for (const message of [
			{ kind: 'ready' },
			{ kind: 'ask', text: 'Why?' },
			{ kind: 'ask', text: 'Why?', replaces: 'q1' },
			{ kind: 'ask', text: 'Why?', reason: true },
			{ kind: 'complete', text: '#fi', request: 3 },
			{ kind: 'mention', mention: '#problems' },
			{ kind: 'stop' },
			{ kind: 'newChat' },
			{ kind: 'retry', answerId: 'a1' },
			{ kind: 'copy', text: 'x' },
			{ kind: 'insertAtCursor', text: 'x' },
			{ kind: 'openSource', questionId: 'q1' },
			{ kind: 'openSource', questionId: 'q1', startLine: 1, endLine: 2 },
			{ kind: 'chooseModel' },
			{ kind: 'showHistory' },
			{ kind: 'exportChat' },
			{ kind: 'copyChat' },
			{ kind: 'copyAnswer', answerId: 'a1' },
			{ kind: 'deleteQuestion', questionId: 'q1' },
			{ kind: 'newFile', text: 'x', language: '' },
			{ kind: 'apply', text: 'x', answerId: 'a1' },
			{ kind: 'openAttachment', questionId: 'q1', index: 0 },
			{ kind: 'attach' },
			{ kind: 'attachFiles', uris: ['file:///a'] },
			{ kind: 'detach', id: 'c1' },
			{ kind: 'try', what: 'explain' },
		]) {
			assert.deepEqual(readPanelMessage(message), message);
		}
	});

	it('reads nothing from anything else, and drops what it did not ask for', () => {
		for (const junk of [
			undefined,
			null,
			'ready',
			42,
			[],
			{},
			{ kind: 'runCommand', text: 'rm' },
			{ kind: 'ask' },
			{ kind: 'ask', text: '' },
			{ kind: 'ask', text: ['x'] },
			{ kind: 'copy', text: { toString: () => 'x' } },
			{ kind: 'retry' },
			{ kind: 'apply', text: 'x' },
			{ kind: 'newFile', text: 'x' },
			{ kind: 'attachFiles', uris: 'file:///a' },
			{ kind: 'attachFiles', uris: [1] },
			{ kind: 'openAttachment', questionId: 'q1', index: -1 },
			{ kind: 'openSource', uri: 'file:///etc/passwd' },
			{ kind: 'try', what: 'format' },
			{ kind: 'constructor' },
		]) {
			assert.equal(readPanelMessage(junk), undefined, JSON.stringify(junk));
		}
		assert.deepEqual(readPanelMessage({ kind: 'stop', command: 'x' }), { kind: 'stop' });
		assert.deepEqual(readPanelMessage({ kind: 'openSource', questionId: 'q', startLine: -1, endLine: 0.5 }), {
			kind: 'openSource',
			questionId: 'q',
		});
	});
});
