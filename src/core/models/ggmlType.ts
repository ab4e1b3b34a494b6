/** How many bytes a tensor takes in each of ggml's number formats. Blocks and ids as in ggml.h and ggml-common.h of llama.cpp. */

export interface GgmlType {
	readonly name: string;
	readonly elementsPerBlock: number;
	readonly bytesPerBlock: number;
}

/** By the id that a GGUF file stores. */
const types: Readonly<Record<number, GgmlType>> = {
	0: type('F32', 1, 4),
	1: type('F16', 1, 2),
	2: type('Q4_0', 32, 18),
	3: type('Q4_1', 32, 20),
	6: type('Q5_0', 32, 22),
	7: type('Q5_1', 32, 24),
	8: type('Q8_0', 32, 34),
	9: type('Q8_1', 32, 36),
	10: type('Q2_K', 256, 84),
	11: type('Q3_K', 256, 110),
	12: type('Q4_K', 256, 144),
	13: type('Q5_K', 256, 176),
	14: type('Q6_K', 256, 210),
	15: type('Q8_K', 256, 292),
	16: type('IQ2_XXS', 256, 66),
	17: type('IQ2_XS', 256, 74),
	18: type('IQ3_XXS', 256, 98),
	19: type('IQ1_S', 256, 50),
	20: type('IQ4_NL', 32, 18),
	21: type('IQ3_S', 256, 110),
	22: type('IQ2_S', 256, 82),
	23: type('IQ4_XS', 256, 136),
	24: type('I8', 1, 1),
	25: type('I16', 1, 2),
	26: type('I32', 1, 4),
	27: type('I64', 1, 8),
	28: type('F64', 1, 8),
	29: type('IQ1_M', 256, 56),
	30: type('BF16', 1, 2),
	34: type('TQ1_0', 256, 54),
	35: type('TQ2_0', 256, 66),
	39: type('MXFP4', 32, 17),
};

export type GgmlTypeName =
	| 'F32'
	| 'F16'
	| 'BF16'
	| 'Q4_0'
	| 'Q4_1'
	| 'Q5_0'
	| 'Q5_1'
	| 'Q8_0'
	| 'Q2_K'
	| 'Q3_K'
	| 'Q4_K'
	| 'Q5_K'
	| 'Q6_K'
	| 'IQ3_XXS'
	| 'IQ3_S'
	| 'IQ2_S'
	| 'IQ4_NL'
	| 'IQ4_XS';

export function ggmlTypeOfId(id: number): GgmlType | undefined {
	return types[id];
}

export function ggmlTypeIdOf(name: string): number | undefined {
	const [id] = Object.entries(types).find(([, each]) => each.name === name) ?? [];
	return id === undefined ? undefined : Number(id);
}

export function ggmlTypeOfName(name: string): GgmlType | undefined {
	return byName.get(name) ?? byName.get(name.toUpperCase());
}

/** Bytes of a tensor whose first dimension is the row; `undefined` where the row is no whole number of blocks. */
export function tensorBytes(dimensions: readonly number[], { elementsPerBlock, bytesPerBlock }: GgmlType): number | undefined {
	const [row = 0, ...others] = dimensions;
	if (row % elementsPerBlock !== 0) return undefined;
	return others.reduce((product, each) => product * each, (row / elementsPerBlock) * bytesPerBlock);
}

const byName = new Map(Object.values(types).map(each => [each.name, each]));

function type(name: string, elementsPerBlock: number, bytesPerBlock: number): GgmlType {
	return { name, elementsPerBlock, bytesPerBlock };
}
