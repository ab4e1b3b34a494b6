/** Reads a message from the plan's page; what is not one of ours, or not whole, is nothing. */
import type { PlanKvType, ToPlanHost } from '../../protocol/plan';

export function readPlanMessage(value: unknown): ToPlanHost | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { kind, contextTokens, kvType, row } = value as Record<string, unknown>;
	switch (kind) {
		case 'ready':
		case 'keepContext':
		case 'lookAgain':
			return { kind };
		case 'tryOut': {
			const cache = kvTypes.find(each => each === kvType);
			return cache !== undefined && isContext(contextTokens) ? { kind, contextTokens, kvType: cache } : undefined;
		}
		case 'use':
		case 'download':
			return typeof row === 'string' && row !== '' ? { kind, row } : undefined;
		default:
			return undefined;
	}
}

const kvTypes: readonly (PlanKvType | 'auto')[] = ['auto', 'f16', 'q8_0', 'q4_0'];

/** As the setting allows it. */
function isContext(value: unknown): value is number | 'auto' {
	return value === 'auto' || (typeof value === 'number' && Number.isInteger(value) && value >= 512 && value <= 262_144);
}
