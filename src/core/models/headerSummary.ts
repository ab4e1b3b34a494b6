/** What a list of models shows of a file, from its header. */
import { fimHole } from './dialect';
import type { GgufHeader, Metadata, MetadataValue } from './ggufHeader';
import { elements } from './modelShape';

export interface HeaderSummary {
	readonly architecture: string;
	readonly name?: string;
	/** `general.type`: "model", or "adapter", "mmproj" and others that can't be asked by themselves. */
	readonly type?: string;
	readonly fileType?: number;
	readonly contextLength?: number;
	/** Elements of all tensors. */
	readonly parameters: number;
	readonly tensorCount: number;
	/** Whether the vocabulary has DeepSeek's fill-in-the-middle tokens. */
	readonly fillsInTheMiddle: boolean;
	readonly hasChatTemplate: boolean;
}

export function summaryOf({ metadata, tensors }: GgufHeader): HeaderSummary {
	const architecture = text(metadata.get('general.architecture')) ?? '';
	const name = text(metadata.get('general.name'));
	const type = text(metadata.get('general.type'));
	const fileType = number(metadata.get('general.file_type'));
	const contextLength = number(metadata.get(`${architecture}.context_length`));
	return {
		architecture,
		...(name !== undefined && { name }),
		...(type !== undefined && { type }),
		...(fileType !== undefined && { fileType }),
		...(contextLength !== undefined && { contextLength }),
		parameters: tensors.reduce((sum, { dimensions }) => sum + elements(dimensions), 0),
		tensorCount: tensors.length,
		fillsInTheMiddle: hasHoleToken(metadata),
		hasChatTemplate: text(metadata.get('tokenizer.chat_template')) !== undefined,
	};
}

function hasHoleToken(metadata: Metadata): boolean {
	const tokens = metadata.get('tokenizer.ggml.tokens');
	if (typeof tokens !== 'object') return false;
	return 'hasHoleToken' in tokens ? tokens.hasHoleToken : tokens.includes(fimHole);
}

function text(value: MetadataValue | undefined): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function number(value: MetadataValue | undefined): number | undefined {
	return typeof value === 'number' ? value : undefined;
}
