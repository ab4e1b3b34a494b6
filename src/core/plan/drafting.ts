/**
 * Whether the model that completes also drafts for the one that chats: it guesses the next tokens, and the larger one checks them in one step. It is in
 * memory anyway and needs but a cache in which it follows the answer. How many guesses are worth a check, the engine measures.
 */
import { estimateMemory } from '../memory/estimate';
import type { Point } from './points';
import { fits, usage, type Budget, type Pair, type Usage } from './search';

/** A draft that is nearly as large takes nearly as long as what it saves. */
const leastTimesLarger = 3;

/** What the cache and its buffers take, where they fit beside both models; `undefined` where there is no drafting. */
export function draftingUsage({ completes, chats, takesTurns }: Pair, budget: Budget): Usage | undefined {
	if (completes === undefined || chats === undefined || takesTurns === true || !canDraft(completes, chats)) return undefined;
	const { kvType, ubatch, gpuLayers } = completes;
	const { contextTokens } = chats;
	const setup = { contextTokens, kvType, ubatch, gpuLayers, gpuAssists: true, flashAttention: true };
	const { kvGpuBytes, kvCpuBytes, computeGpuBytes, computeHostBytes } = estimateMemory(completes.candidate.facts, setup);
	const drafting = { gpu: kvGpuBytes + computeGpuBytes, host: kvCpuBytes + computeHostBytes };
	const all = [usage(completes), usage(chats), drafting];
	const total = { gpu: sum(all.map(({ gpu }) => gpu)), host: sum(all.map(({ host }) => host)) };
	return fits(total, budget) ? drafting : undefined;
}

/**
 * Both wholly on a GPU: a CPU takes for a step with four tokens twice as long as for one token, and as long for each again that the draft has to read of
 * the prompt, so that drafts cost there more than they bring (0.6 to 0.9 times as fast, SmolLM2 135M in F16 and F32 with its own Q4_0 as the draft). A
 * mixture reads other experts for each token, so that several in one step are no cheaper than one by one.
 */
function canDraft(completes: Point, chats: Point): boolean {
	const [small, large] = [completes.candidate, chats.candidate];
	return (
		large.parameters >= leastTimesLarger * small.parameters &&
		small.facts.shape.vocabulary === large.facts.shape.vocabulary &&
		large.facts.shape.experts === undefined &&
		[completes, chats].every(isWhollyOnGpu)
	);
}

function isWhollyOnGpu({ candidate, gpuLayers }: Point): boolean {
	return gpuLayers > candidate.facts.shape.layers;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}
