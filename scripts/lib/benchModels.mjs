/** The models that engines are compared on: the demo model, a real small one where it can be had, and a synthetic one of real shape. */
import { inRoot } from './root.mjs';
import { Missing, say } from './say.mjs';
import { smallModels } from './smallModels.mjs';
import { syntheticModel } from './syntheticModel.mjs';

/** @returns {Promise<{name: string, file: string}[]>} */
export async function benchModels() {
	const small = await smallModels().catch(error => {
		if (!(error instanceof Missing)) throw error;
		say(error.message);
		return [];
	});
	const demo = inRoot('media', 'demo-model', 'demo.gguf');
	return [{ name: 'demo', file: demo }, ...small, { name: 'synthetic', file: await syntheticModel() }];
}
