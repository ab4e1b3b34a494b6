import assert from 'node:assert/strict';
import { readSlashCommand } from '../../../../src/core/chat/slashCommands';

describe('readSlashCommand', () => {
	it('reads the command and what is behind it', () => {
		assert.deepEqual(readSlashCommand('/fix the loop\nplease'), { command: 'fix', rest: 'the loop\nplease' });
		assert.deepEqual(readSlashCommand(' /explain '), { command: 'explain', rest: '' });
	});

	it('leaves paths and other words alone', () => {
		for (const text of ['/etc/hosts is what?', '/fixes', '/unknown x', 'say /fix', '/', '/explain/x'])
			assert.equal(readSlashCommand(text), undefined, text);
	});
});
