/** What a number of GPU layers means: engines count the output layer as one more than the model has, and take it first or last. */
import type { ModelShape } from '../models/modelShape';
import type { LoadSetup } from './options';

export interface OnGpu {
	/** From the last one down. */
	readonly layers: number;
	readonly output: boolean;
}

export function onGpuOf(
	{ layers }: Pick<ModelShape, 'layers'>,
	{ gpuLayers, outputLast }: Pick<LoadSetup, 'gpuLayers' | 'outputLast'>,
): OnGpu {
	if (gpuLayers === 'all' || gpuLayers > layers) return { layers, output: true };
	return outputLast === true ? { layers: gpuLayers, output: false } : { layers: Math.max(0, gpuLayers - 1), output: gpuLayers > 0 };
}

/** No layer and no output. */
export function isNothing({ layers, output }: OnGpu): boolean {
	return layers === 0 && !output;
}
