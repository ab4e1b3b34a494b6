/**
 * Averages the weights of two runs, which keeps what each has learnt and smooths what the last steps of one unlearnt:
 *   node scripts/demoModel/averageWeights.mjs A.safetensors B.safetensors OUT.safetensors [SHARE_OF_B, else 0.5]
 */
import { readSafetensors, writeSafetensors } from '../lib/safetensors.mjs';
import { main } from '../lib/say.mjs';

const [a = '', b = '', out = '', share = '0.5'] = process.argv.slice(2);

main(async () => {
	const others = readSafetensors(b);
	const averaged = [...readSafetensors(a)].map(([name, { shape, values }]) => {
		const other = others.get(name);
		if (other?.values.length !== values.length) throw new Error(`${name} is not the same size in ${a} and in ${b}.`);
		const mean = values.map((value, index) => (1 - Number(share)) * value + Number(share) * (other.values[index] ?? 0));
		return /** @type {const} */ ([name, { shape, values: mean }]);
	});
	writeSafetensors(out, new Map(averaged));
});
