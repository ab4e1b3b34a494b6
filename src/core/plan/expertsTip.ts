/**
 * What another engine would do with the same memory: llama-server can keep the experts of a mixture in RAM and all else of it on the GPU, which neither
 * node-llama-cpp 3.21 nor Ollama 0.24 has an option for. So no plan of ours counts on it, but where it is much faster the plan says so.
 */
import { nameOf, type Situation } from './explain';
import { perSecond } from './format';
import type { Sentence } from './plan';
import type { Point } from './points';
import { fits, usage } from './search';

/** Less is not worth running a server of one's own. */
const worthTelling = 1.25;

/** @param expertPoints ways to load what is planned so that only experts are in RAM */
export function expertsTip({ pair, budget, machine }: Situation, expertPoints: (planned: Point) => readonly Point[]): Sentence | undefined {
	if (machine.gpuName === undefined || pair.takesTurns === true) return undefined;
	for (const point of [pair.completes, pair.chats]) {
		if (point === undefined || point.expertLayersOnCpu > 0) continue;
		const beside = [pair.completes, pair.chats].find(each => each !== undefined && each.candidate !== point.candidate);
		const better = fastest(expertPoints(point).filter(each => fits(usageOf(each, beside), budget)));
		if (better === undefined || better.predicted.tokensPerSecond < worthTelling * point.predicted.tokensPerSecond) continue;
		const firstLayers = (point.candidate.facts.shape.experts?.denseLayers ?? 0) + better.expertLayersOnCpu;
		const speeds = [better, point].map(each => perSecond(each.predicted.tokensPerSecond));
		return { key: 'expertsElsewhere', parameters: [nameOf(point.candidate), String(firstLayers), ...speeds] };
	}
	return undefined;
}

function usageOf(point: Point, beside: Point | undefined): { readonly gpu: number; readonly host: number } {
	const [own, other] = [usage(point), beside ? usage(beside) : { gpu: 0, host: 0 }];
	return { gpu: own.gpu + other.gpu, host: own.host + other.host };
}

function fastest(points: readonly Point[]): Point | undefined {
	return points.toSorted((one, other) => other.predicted.tokensPerSecond - one.predicted.tokensPerSecond)[0];
}
