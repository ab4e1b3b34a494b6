import assert from 'node:assert/strict';
import { familyOfName } from '../../../../src/core/models/family';
import { thinksByItself } from '../../../../src/core/models/thinksByItself';

const thinks = (name: string) => thinksByItself({ id: name, label: name, family: familyOfName(name) });

describe('thinksByItself', () => {
	it('is so of R1 and its distillations, by whatever name they come', () => {
		for (const name of ['deepseek-r1:7b', 'deepseek-r1:671b', 'DeepSeek-R1-Distill-Qwen-14B-Q4_K_M.gguf', 'my-deepseek-r1-tuned'])
			assert.equal(thinks(name), true, name);
	});

	it('is not so of V3, of the coders and of what is unknown', () => {
		for (const name of ['deepseek-v3:671b', 'deepseek-coder:6.7b', 'deepseek-coder-v2:16b', 'llama3'])
			assert.equal(thinks(name), false, name);
	});
});
