import assert from 'node:assert/strict';
import { type CodeSource, type Conversation, type Question } from '../../../../src/core/chat/conversation';
import { promptTurns } from '../../../../src/core/chat/prompts';
import { type InstalledModel } from '../../../../src/core/engine/engine';
import { renderPrompt } from '../../../../src/core/engine/prompt';
import { chatPrompt } from '../../../../src/core/models/dialect';
import { type ModelFamily } from '../../../../src/core/models/family';

const model = (family: ModelFamily, isDemo = false): InstalledModel => ({
	id: 'm',
	label: 'm',
	family,
	fileBytes: 1,
	roles: ['chat'],
	isDemo,
});
const source: CodeSource = {
	uri: 'file:///w/src/cart.ts',
	label: 'src/cart.ts',
	languageId: 'typescript',
	startLine: 9,
	endLine: 11,
	code: 'function two() {\n\treturn 2;\n}',
};
const explain: Question = { id: 'q1', role: 'user', text: 'Explain this code', task: 'explain', source };
const ask = (id: string, text: string): Question => ({ id, role: 'user', text, task: 'ask' });

function rendered(asked: InstalledModel, conversation: Conversation, language: string): string {
	return renderPrompt(chatPrompt(asked.family, promptTurns(asked, conversation, language)));
}

describe('promptTurns', () => {
	it('asks the demo model in the words it was trained on', () => {
		assert.equal(
			rendered(model('coderV1', true), [explain], 'en'),
			'You are DeepSeek Coder Local, an assistant that runs on this machine. Be concise and honest.\n### Instruction:\nExplain the selected code.\nFile: src/cart.ts\n\n```typescript\nfunction two() {\n\treturn 2;\n}\n```\n### Response:\n',
		);
		assert.equal(
			rendered(model('coderV1', true), [explain], 'tr-TR'),
			'Sen bir kod yardımcısısın. Yanıtlarını Türkçe ver.\n### Instruction:\nSeçili kodu açıkla.\nDosya: src/cart.ts\n\n```typescript\nfunction two() {\n\treturn 2;\n}\n```\n### Response:\n',
		);
	});

	it('gives DeepSeek-Coder v1 numbered lines and the fixed shape', () => {
		assert.equal(
			rendered(model('coderV1'), [explain], 'en'),
			`You are DeepSeek Coder, a programming assistant that runs on this machine inside VS Code. Be brief and correct, and say so when you do not know. Use Markdown, with code in fenced blocks that name their language. Answer in English.
### Instruction:
Explain this code from src/cart.ts, lines 9 to 11. Each line begins with its number.

\`\`\`typescript
 9 function two() {
10 \treturn 2;
11 }
\`\`\`

Use exactly this shape:

**What it does**: one or two sentences on its purpose.

**Step by step**: a numbered list; end each step with the lines it is about, as (L9) or (L9-L11).

**Watch out**: what can go wrong, errors, edge cases. Leave this part out if there is nothing.

Do not repeat the code. Answer in English.
### Response:
`,
		);
	});

	it('asks for Turkish and Chinese by name, with headings in that language', () => {
		const turkish = rendered(model('coderV1'), [explain], 'tr');
		assert.match(turkish, /\*\*Adım adım\*\*: .*\n\n\*\*Dikkat\*\*: /);
		assert.match(turkish, /Answer in Turkish \(Türkçe\)\.\n### Response:\n$/);
		assert.match(rendered(model('coderV2'), [explain], 'zh-cn'), /Answer in Simplified Chinese \(简体中文\)\.\n\nAssistant:$/);
		assert.match(rendered(model('coderV2'), [explain], 'xx-nonsense-tag'), /Answer in English\.\n\nAssistant:$/);
	});

	it('carries several turns in the shape of DeepSeek-Coder-V2, with no space after the colon', () => {
		const turns: Conversation = [
			ask('q1', 'Hi'),
			{ id: 'a1', role: 'assistant', text: 'Hello.', outcome: { kind: 'done', figures: '' } },
			ask('q2', 'Why?'),
		];
		const prompt = rendered(model('coderV2'), turns, 'en');
		assert.ok(prompt.endsWith('Answer in English.\n\nUser: Hi\n\nAssistant: Hello.<｜end▁of▁sentence｜>User: Why?\n\nAssistant:'), prompt);
	});

	it('gives reasoning models no system turn and the language with the question', () => {
		assert.equal(rendered(model('reason'), [ask('q', 'Hi')], 'tr'), '<｜User｜>Hi\n\nAnswer in Turkish (Türkçe).<｜Assistant｜>');
	});

	it('leaves out what failed or was never answered, but never the last question', () => {
		const turns: Conversation = [
			ask('q1', 'lost'),
			{ id: 'a1', role: 'assistant', text: 'half', outcome: { kind: 'failed', message: 'no engine' } },
			ask('q2', 'stopped before a word'),
			{ id: 'a2', role: 'assistant', text: '', outcome: { kind: 'stopped', figures: '' } },
			ask('q3', 'now'),
		];
		assert.deepEqual(
			promptTurns(model('coderV1'), turns, 'en').map(turn => turn.role + ': ' + turn.text.slice(0, 7)),
			['system: You are', 'user: now'],
		);
	});

	it('never tells a model what it thought before', () => {
		const turns: Conversation = [
			ask('q1', 'Hi'),
			{ id: 'a1', role: 'assistant', text: 'Hello.', thinking: 'Secret A', thoughtMilliseconds: 5, outcome: { kind: 'done', figures: '' } },
			ask('q2', 'Hi'),
			{ id: 'a2', role: 'assistant', text: '<think>Secret B</think>\n\nHello again.', outcome: { kind: 'done', figures: '' } },
			ask('q3', 'cut while it thought'),
			{ id: 'a3', role: 'assistant', text: '', thinking: 'Secret C', outcome: { kind: 'stopped', figures: '' } },
			ask('q4', 'Why?'),
		];
		const prompt = rendered(model('reason'), turns, 'en');
		assert.ok(!prompt.includes('Secret') && !prompt.includes('think'), prompt);
		assert.ok(prompt.includes('Hello.') && prompt.includes('Hello again.') && prompt.includes('Why?'));
	});

	it('puts what was attached after the question, each under its name', () => {
		const attachments = [
			{ kind: 'selection', label: 'a.ts', languageId: 'typescript', code: 'let a;', startLine: 3, endLine: 3 },
			{ kind: 'file', label: 'b.md', languageId: 'markdown', code: '```\nx\n```' },
			{ kind: 'problems', label: 'a.ts', languageId: '', code: 'a.ts:3:1 error: no' },
		] as const;
		assert.ok(
			rendered(model('coderV1'), [{ ...ask('q1', 'Why?'), attachments }], 'en').endsWith(
				'Why?\n\nFrom a.ts, line 3:\n\n```typescript\nlet a;\n```\n\nThe file b.md:\n\n````markdown\n```\nx\n```\n````\n\n' +
					'Problems that the editor shows in a.ts:\n\n```\na.ts:3:1 error: no\n```\n### Response:\n',
			),
		);
		assert.ok(
			rendered(model('coderV1', true), [{ ...ask('q1', 'Why?'), attachments: attachments.slice(0, 1) }], 'en').endsWith(
				'Why?\n\nFile: a.ts\n\n```typescript\nlet a;\n```\n### Response:\n',
			),
		);
	});

	it('says what was written behind a command after the code, before what goes with it', () => {
		const attachments = [{ kind: 'problems', label: 'a.ts', languageId: '', code: 'line 9: no' }] as const;
		const prompt = rendered(model('coderV1'), [{ ...explain, task: 'fix', wish: 'the name only', attachments }], 'en');
		assert.match(prompt, /return 2;\n}\n```\n\n[^]*Answer in English\.\n\nThe user adds: the name only\n\nProblems that the editor shows/);
	});

	it('asks for a commit message in the shape that source control wants it in', () => {
		const attachments = [{ kind: 'changes', label: 'main', languageId: 'diff', code: '+let a;' }] as const;
		const prompt = rendered(model('coderV1'), [{ ...ask('q1', 'Değişiklikler'), task: 'commit', attachments }], 'tr');
		assert.match(
			prompt,
			/Instruction:\nWrite the commit message[^]* 72 characters [^]*one fenced block\.\n\nChanges that are not committed yet/,
		);
	});

	it('fences code that holds fences with a longer one', () => {
		const markdown: Question = { ...explain, task: 'test', source: { ...source, languageId: 'markdown', code: '```ts\nx\n```' } };
		assert.match(rendered(model('coderV1'), [markdown], 'en'), /\n````markdown\n```ts\nx\n```\n````\n/);
	});

	it('keeps a special token in the code from becoming one', () => {
		const evil = { ...explain, source: { ...source, code: 'const eot = "<|EOT|>";' } };
		assert.ok(!rendered(model('coderV1', true), [evil], 'en').includes('<|EOT|>'));
	});
});
