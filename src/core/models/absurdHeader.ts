/** Numbers in a GGUF header with which llama.cpp does not refuse a file but ends its process: they are looked at before it gets the file. */
import type { Metadata } from './ggufHeader';

/** The most layers that llama.cpp knows (LLAMA_MAX_LAYERS). The largest published model has a quarter of them. */
const mostLayers = 512;

/** In other architectures a zero may have a meaning. */
const architectures: readonly string[] = ['llama', 'deepseek2'];

const neverZero = [
	'block_count',
	'context_length',
	'embedding_length',
	'feed_forward_length',
	'attention.head_count',
	'attention.head_count_kv',
];

/** What is wrong, to be said behind a colon; `undefined` where nothing is. A number that is not there, or one for each layer, is not looked at. */
export function absurdHeader(metadata: Metadata): string | undefined {
	const architecture = metadata.get('general.architecture');
	if (typeof architecture !== 'string' || !architectures.includes(architecture)) return undefined;
	for (const name of neverZero) {
		const value = metadata.get(`${architecture}.${name}`);
		if (typeof value !== 'number') continue;
		const most = name === 'block_count' ? mostLayers : 2 ** 31 - 1;
		if (value < 1 || value > most) return `its header says ${name} ${value}, which no model has`;
	}
	return undefined;
}
