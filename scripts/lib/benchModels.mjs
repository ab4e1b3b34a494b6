/** The models that engines are compared on: the demo model, a real small one where it can be had, and a synthetic one of real shape. */
import { inRoot } from './root.mjs';
import { Missing, say } from './say.mjs';
import { smallModel } from './smallModel.mjs';
import { syntheticModel } from './syntheticModel.mjs';

/** @returns {Promise<{name: string, file: string}[]>} */
export async function benchModels() {
	const small = await smallModel().catch(error => {
		if (!(error instanceof Missing)) throw error;
		say(error.message);
		return undefined;
	});
	return [
		{ name: 'demo', file: inRoot('media', 'demo-model', 'demo.gguf') },
		...(small === undefined ? [] : [{ name: 'smollm2', file: small }]),
		{ name: 'synthetic', file: await syntheticModel() },
	];
}
