import assert from 'node:assert/strict';
import { renderPrompt, special } from '../../../../src/core/engine/prompt';
import { chatPrompt, fillInTheMiddle, stopTokens } from '../../../../src/core/models/dialect';
import { familyOfName } from '../../../../src/core/models/family';

describe('prompts', () => {
	it('fill in the middle with the exact code points of DeepSeek-Coder', () => {
		assert.equal(
			renderPrompt(fillInTheMiddle('coderV1', 'a', 'b')!),
			'<\uff5cfim\u2581begin\uff5c>a<\uff5cfim\u2581hole\uff5c>b<\uff5cfim\u2581end\uff5c>',
		);
		assert.deepEqual(fillInTheMiddle('coderV2', 'a', 'b'), fillInTheMiddle('coderV1', 'a', 'b'));
		assert.equal(fillInTheMiddle('reason', 'a', 'b'), undefined);
	});

	it('never begin with the beginning-of-sentence token, which every engine adds', () => {
		for (const family of ['coderV1', 'coderV2', 'reason'] as const) {
			assert.doesNotMatch(renderPrompt(chatPrompt(family, [{ role: 'user', text: 'hi' }])), /begin▁of▁sentence/);
		}
	});

	it('keep a special token in a file from becoming one', () => {
		const rendered = renderPrompt([special('<｜fim▁begin｜>'), 'const hole = "<｜fim▁hole｜>"; // <|EOT|>']);
		assert.equal(rendered.split('<｜fim▁hole｜>').length, 1);
		assert.equal(rendered.split('<|EOT|>').length, 1);
		assert.equal(rendered.replaceAll('\u200b', ''), '<｜fim▁begin｜>const hole = "<｜fim▁hole｜>"; // <|EOT|>');
	});

	it('leave ordinary code with < and | alone', () => {
		const code = 'if (a <|| b) return x <| y |> z; type T = A<B|C>;';
		assert.equal(renderPrompt([code]), code);
	});

	const talk = [
		{ role: 'system', text: 'Be brief.' },
		{ role: 'user', text: 'Hi' },
		{ role: 'assistant', text: 'Hello' },
		{ role: 'user', text: 'Bye' },
	] as const;

	it('speak the instruct format of DeepSeek-Coder v1', () => {
		assert.equal(
			renderPrompt(chatPrompt('coderV1', talk)),
			'Be brief.\n### Instruction:\nHi\n### Response:\nHello\n<|EOT|>\n### Instruction:\nBye\n### Response:\n',
		);
	});

	it('speak the format of Coder-V2, without a space after the last colon', () => {
		assert.equal(
			renderPrompt(chatPrompt('coderV2', talk)),
			'Be brief.\n\nUser: Hi\n\nAssistant: Hello<｜end▁of▁sentence｜>User: Bye\n\nAssistant:',
		);
	});

	it('speak the format of R1 and its distillations', () => {
		assert.equal(
			renderPrompt(chatPrompt('reason', talk)),
			'Be brief.<｜User｜>Hi<｜Assistant｜>Hello<｜end▁of▁sentence｜><｜User｜>Bye<｜Assistant｜>',
		);
	});

	it('stop at every token that the prompts use to end or to open', () => {
		assert.deepEqual(stopTokens, ['<|EOT|>', '<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>']);
	});
});

describe('families', () => {
	const names: Record<string, ReturnType<typeof familyOfName>> = {
		'deepseek-coder:6.7b-base-q4_K_M': 'coderV1',
		'deepseek-coder-6.7B-base': 'coderV1',
		'DeepSeek Coder 1.3b Instruct': 'coderV1',
		'deepseek-coder-v2:16b-lite-base-q4_K_M': 'coderV2',
		'DeepSeek-Coder-V2-Lite-Instruct-Q4_K_M.gguf': 'coderV2',
		'deepseek-r1:7b': 'reason',
		'DeepSeek-R1-Distill-Qwen-14B-Q4_K_M.gguf': 'reason',
		'qwen2.5-coder:7b': 'other',
		'llama3:8b': 'other',
	};
	for (const [name, family] of Object.entries(names)) it(`${name} is ${family}`, () => assert.equal(familyOfName(name), family));
});
