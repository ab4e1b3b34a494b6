/** Whether a model thinks before each answer, asked or not: R1 and its distillations do, V3, which speaks the same dialect, does not. */
import type { InstalledModel } from '../engine/engine';
import { recognize } from './recognize';

export function thinksByItself({ family, id, label }: Pick<InstalledModel, 'family' | 'id' | 'label'>): boolean {
	const known = recognize(id) ?? recognize(label);
	return family === 'reason' && (known === undefined || known.model.roles.includes('reasons'));
}
