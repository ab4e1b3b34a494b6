import assert from 'node:assert/strict';
import { conversationMarkdown } from '../../../../src/core/chat/conversationMarkdown';

describe('conversationMarkdown', () => {
	it('has every question with its code, every answer and why one failed, and no thoughts', () => {
		const source = { uri: 'file:///w/a.ts', label: 'src/a.ts', languageId: 'typescript', startLine: 3, endLine: 4, code: 'let a;\nlet b;' };
		const text = conversationMarkdown(
			[
				{
					id: 'q1',
					role: 'user',
					text: 'Why?',
					task: 'ask',
					source,
					attachments: [{ kind: 'file', label: 'b.md', languageId: 'markdown', code: '```x```' }],
				},
				{ id: 'a1', role: 'assistant', text: 'So.\n', thinking: 'Hm.', outcome: { kind: 'done', figures: '' } },
				{ id: 'q2', role: 'user', text: 'More?', task: 'ask' },
				{ id: 'a2', role: 'assistant', text: '', outcome: { kind: 'failed', message: 'The model was unloaded.' } },
			],
			{ title: 'Why?', you: 'You', assistant: 'DeepSeek Coder' },
		);
		assert.equal(
			text,
			[
				'# Why?',
				'## You',
				'Why?',
				'`src/a.ts:3-4`',
				'```typescript\nlet a;\nlet b;\n```',
				'`b.md`',
				'````markdown\n```x```\n````',
				'## DeepSeek Coder',
				'So.',
				'## You',
				'More?',
				'## DeepSeek Coder',
				'> The model was unloaded.\n',
			].join('\n\n'),
		);
	});
});
