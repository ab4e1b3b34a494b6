/** Which prompt dialect a model speaks, told from its GGUF header or its name. */

/** `coderV1`: DeepSeek-Coder 1.3b to 33b and 7b-v1.5; `coderV2`: Coder-V2 and -Lite; `reason`: R1 and its distillations, V3. */
export type ModelFamily = 'coderV1' | 'coderV2' | 'reason' | 'other';

/**
 * Tells the family from a name such as "deepseek-coder:6.7b-base", "DeepSeek-Coder-V2-Lite-Instruct-Q4_K_M.gguf" or a header's `general.name`.
 * A name that is not DeepSeek's is `other`.
 */
export function familyOfName(name: string): ModelFamily {
	const plain = name.toLowerCase().replace(/[\s_]+/g, '-');
	if (/deepseek-r1|deepseek-v3|r1-distill/.test(plain)) return 'reason';
	if (/deepseek-coder-v2|coder-v2/.test(plain)) return 'coderV2';
	if (/deepseek-?coder/.test(plain)) return 'coderV1';
	return 'other';
}
