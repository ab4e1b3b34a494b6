/** One chunk of a streamed answer, of a completion or a chat, as text and figures. */
import type { EngineError } from '../../core/engine/engineError';
import type { EndReason, Usage } from '../../core/engine/streamEvent';
import { usageOf, type Chunk } from './servers';

export interface StreamedChunk {
	readonly text: string;
	readonly finish?: EndReason;
	readonly usage?: Usage;
}

/** As servers send it; the choice is missing in the chunk that only brings the usage. */
interface RawChunk extends Chunk {
	readonly choices?: readonly {
		readonly text?: string | null;
		/** llama-server begins with `null`, vLLM with an empty text. A server that parses thinking sends it apart. */
		readonly delta?: { readonly content?: string | null; readonly reasoning_content?: string | null; readonly reasoning?: string | null };
		readonly finish_reason?: string | null;
	}[];
}

/** Whether the answer is inside its thinking, which is given on between `<think>` tags as the model itself wrote it. */
export interface ThinkingState {
	isThinking: boolean;
}

export function readChunk(value: unknown, state: ThinkingState, garbage: (text: string) => EngineError): StreamedChunk {
	if (typeof value !== 'object' || value === null) throw garbage(JSON.stringify(value));
	const chunk = value as RawChunk;
	const choice = chunk.choices?.[0];
	if (choice === undefined && !chunk.usage) throw garbage(JSON.stringify(value));
	const thought = choice?.delta?.reasoning_content ?? choice?.delta?.reasoning ?? '';
	const said = choice?.text ?? choice?.delta?.content ?? '';
	return {
		text: tagged(thought, said, state),
		...(choice?.finish_reason && { finish: choice.finish_reason === 'length' ? 'length' : 'stop' }),
		...(chunk.usage && { usage: usageOf(chunk) }),
	};
}

function tagged(thought: string, said: string, state: ThinkingState): string {
	if (thought === '' && (said === '' || !state.isThinking)) return said;
	const opening = thought !== '' && !state.isThinking ? '<think>' : '';
	state.isThinking = said === '';
	return `${opening}${thought}${said === '' ? '' : `</think>${said}`}`;
}
