/**
 * Takes the weights out of a model, for training to go on from:
 *   node scripts/demoModel/takeWeights.mjs MODEL.gguf OUT.safetensors
 */
import fs from 'node:fs';
import { readGguf } from '../lib/gguf.mjs';
import { writeSafetensors } from '../lib/safetensors.mjs';
import { main, say } from '../lib/say.mjs';

const [model = '', out = ''] = process.argv.slice(2);

main(async () => {
	const { tensors } = readGguf(fs.readFileSync(model));
	// GGUF names the dimension first that lies together in memory, safetensors last.
	writeSafetensors(
		out,
		new Map(tensors.map(({ name, dimensions, values }) => [name, { shape: dimensions.toReversed(), values: values() }])),
	);
	say(`${tensors.length} tensors in ${out}`);
});
