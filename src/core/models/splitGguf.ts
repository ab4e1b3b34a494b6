/** Large models come as several files, "…-00001-of-00003.gguf": the first has the metadata, each has some of the tensors. */
import type { GgufHeader, MetadataValue } from './ggufHeader';

const splitName = /-(\d{5})-of-(\d{5})\.gguf$/i;

/** Whether a file is a later part, which the first one stands for. */
export function isLaterPart(file: string): boolean {
	const number = splitName.exec(file)?.[1];
	return number !== undefined && Number(number) !== 1;
}

/** All parts of the model that this file belongs to, the first one first; of a model in one piece the file itself. */
export function partsOf(file: string): readonly string[] {
	const digits = splitName.exec(file)?.[2];
	if (digits === undefined) return [file];
	const count = Math.min(Math.max(Number(digits), 1), mostParts);
	const number = (index: number) => String(index + 1).padStart(5, '0');
	return Array.from({ length: count }, (_, index) => file.replace(splitName, `-${number(index)}-of-${digits}.gguf`));
}

/** The header of the whole model from those of its parts. */
export function joinParts(parts: readonly GgufHeader[]): GgufHeader {
	const [first] = parts;
	return {
		metadata: first?.metadata ?? new Map<string, MetadataValue>(),
		dataOffset: first?.dataOffset ?? 0,
		tensors: parts.flatMap(each => each.tensors),
	};
}

/** "deepseek-r1-Q4_K_M" of "deepseek-r1-Q4_K_M-00001-of-00009.gguf". */
export function nameWithoutPart(file: string): string {
	return file.replace(splitName, '').replace(/\.gguf$/i, '');
}

/** The 671B models come in 9 to 30 parts. */
const mostParts = 1000;
