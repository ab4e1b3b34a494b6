/** What measured speeds teach: how much faster or slower a machine is than its data sheet, and whether another plan would then be better. */
import { chatting, type Choice, type Lineup } from './plan';

/** Measured over predicted tokens per second, by the name of the device; 1 where nothing is known. */
export type SpeedRatios = Readonly<Record<string, number>>;

export const cpuDevice = 'CPU';

/** As many answers as show that it was no accident. */
const leastMeasurements = 5;

/** A short answer is over before its speed shows. */
const leastTokens = 16;

/** The device that the whole of the model runs on; `undefined` for one that is split, whose slowness could be either's. */
export function deviceOf({ gpuLayers, totalLayers, expertLayersOnCpu }: Choice, gpuName: string | undefined): string | undefined {
	if (gpuLayers === 0) return cpuDevice;
	return gpuLayers >= totalLayers && expertLayersOnCpu === 0 ? gpuName : undefined;
}

/** One measurement as a ratio; `undefined` when it shows nothing. */
export function ratioOf(
	measured: { readonly tokens: number; readonly tokensPerSecond?: number },
	{ predicted }: Choice,
	plannedRatio = 1,
): number | undefined {
	const { tokens, tokensPerSecond } = measured;
	if (tokens < leastTokens || tokensPerSecond === undefined || !(predicted.tokensPerSecond > 0)) return undefined;
	const ratio = (tokensPerSecond * plannedRatio) / predicted.tokensPerSecond;
	return Number.isFinite(ratio) ? Math.min(mostRatio, Math.max(1 / mostRatio, ratio)) : undefined;
}

/** A clock that jumped must not plan for a machine that nobody has. */
const mostRatio = 20;

/** The middle of what was measured; 1 while that is too little. */
export function learnedRatio(ratios: readonly number[]): number {
	if (ratios.length < leastMeasurements) return 1;
	const sorted = [...ratios].sort((one, other) => one - other);
	return sorted[sorted.length >> 1] ?? 1;
}

/** Off by more than the prediction is said to be: then it is worth planning again. */
export function isOff(ratio: number, plannedRatio: number): boolean {
	return ratio < 0.7 * plannedRatio || ratio > 1.5 * plannedRatio;
}

/** The model that takes another's place in the better line-up. */
export function replacement(now: Lineup, better: Lineup): { readonly now: Choice; readonly better: Choice } | undefined {
	const pairs = [[now.completes, better.completes] as const, [chatting(now), chatting(better)] as const];
	for (const [was, is] of pairs)
		if (was && is && `${was.label} ${was.quantization}` !== `${is.label} ${is.quantization}`) return { now: was, better: is };
	return undefined;
}
