/** `npm run test:soak [-- --requests 10000 --seed 1 --json FILE]`: prints how it went, and fails when something grew after the first fifth. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { whatGrew } from './flat';
import { soak, type Sample } from './soak';

const { values } = parseArgs({
	options: {
		requests: { type: 'string', default: '10000' },
		seed: { type: 'string', default: '1' },
		json: { type: 'string', default: 'out/bench/soak.json' },
	},
});

void run();

async function run(): Promise<void> {
	const columns = [
		'requests',
		'heapMiB',
		'signals',
		'promises',
		'sockets',
		'timers',
		'children',
		'childMiB',
		'shown',
		'answered',
		'failed',
		'cancelled',
	];
	console.log(`| ${columns.join(' | ')} |\n|${columns.map(() => ' ---: |').join('')}`);
	const onSample = (sample: Sample) =>
		console.log(`| ${columns.map(column => Number(sample[column as keyof Sample].toFixed(1)).toString()).join(' | ')} |`);
	const ollama = process.env.DEEPSEEK_CODER_TEST_OLLAMA;
	const start = performance.now();
	const samples = await soak({ requests: Number(values.requests), samples: 5, seed: Number(values.seed), ollama, onSample });
	const seconds = Math.round((performance.now() - start) / 1000);
	const [first, last] = [samples[0], samples.at(-1)];
	const grew = first && last ? whatGrew(first, last) : ['no samples'];
	mkdirSync(path.dirname(values.json), { recursive: true });
	writeFileSync(values.json, JSON.stringify({ node: process.version, ollama: ollama !== undefined, seconds, samples, grew }, null, '\t'));
	console.log(
		`${seconds} s on Node ${process.version}, ${ollama ? 'with' : 'without'} a real Ollama. ${grew.length > 0 ? grew.join('\n') : 'Nothing grew.'}`,
	);
	process.exit(grew.length > 0 ? 1 : 0);
}
