/** A post: one model on one engine, with the one set of options it is always loaded with. */
import type { Engine, InstalledModel, LoadOptions } from './engine';

export interface Post {
	readonly engine: Engine;
	readonly model: InstalledModel;
	readonly options: LoadOptions;
}

/** Two posts of the same key are one place in memory. */
export function keyOf({ engine, model, options }: Post): string {
	return JSON.stringify([engine.id, engine.place, model.id, options]);
}
