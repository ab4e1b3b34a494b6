/** docs/plans.md says what is planned on usual machines; `UPDATE=1` rewrites it. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { gibibytes, perSecond } from '../../../../src/core/plan/format';
import { makePlan } from '../../../../src/core/plan/makePlan';
import type { Choice, Lineup } from '../../../../src/core/plan/plan';
import { abilities, defaultReserveBytes, hardwareFrom } from '../../../../src/lab/plan';
import { Options } from '../../../../src/lab/options';

const file = 'docs/plans.md';

const machines: readonly (readonly [title: string, arguments_: string])[] = [
	['2 GB card, 16 GB RAM', '--vram-gib 2 --ram-gib 16'],
	['4 GB card, 16 GB RAM', '--vram-gib 4 --ram-gib 16'],
	['6 GB card, 16 GB RAM', '--vram-gib 6 --ram-gib 16'],
	['8 GB card, 32 GB RAM', '--vram-gib 8 --ram-gib 32'],
	['12 GB card, 32 GB RAM', '--vram-gib 12 --ram-gib 32'],
	['16 GB card, 32 GB RAM', '--vram-gib 16 --ram-gib 32'],
	['24 GB card, 64 GB RAM', '--vram-gib 24 --ram-gib 64'],
	['48 GB card, 64 GB RAM', '--vram-gib 48 --ram-gib 64'],
	['Apple M3, 16 GB', '--gpu "Apple M3" --ram-gib 16'],
	['Apple M3 Pro, 36 GB', '--gpu "Apple M3 Pro" --ram-gib 36'],
	['Apple M3 Max, 64 GB', '--gpu "Apple M3 Max" --ram-gib 64'],
	['no GPU, 8 GB RAM', '--vram-gib 0 --ram-gib 8'],
	['no GPU, 16 GB RAM', '--vram-gib 0 --ram-gib 16'],
	['no GPU, 32 GB RAM', '--vram-gib 0 --ram-gib 32'],
];

describe('docs/plans.md', () => {
	it('is what the plan decides today', () => {
		const wanted = page();
		if (process.env.UPDATE === '1') fs.writeFileSync(file, wanted);
		const found = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
		assert.equal(found, wanted, `${file} is stale: run the unit tests with UPDATE=1`);
	});
});

function page(): string {
	const rows = machines.map(([title, text]) => [title, ...cells(planFor(text))]);
	return `# Which model on which machine

What the plan chooses when nothing is installed and everything could be downloaded, for the built-in engine, 8 cores, and a desktop that leaves
about 94 % of the card and 90 % of RAM beyond 3 GiB. Numbers are predictions; the status bar shows the measured ones. For your machine:
\`npm run -s lab -- plan --vram-gib 8 --ram-gib 32 --gpu "NVIDIA GeForce RTX 3070"\`. Made by \`test/unit/core/plan/plansTable.test.ts\`.

${table([['machine', 'completes', 'chats', 'GPU', 'RAM'], ...rows])}
Each cell: model and quantization, context in tokens, layers on the GPU where they are not all, predicted tokens per second. Both models are in memory
at the same time. How it is decided: the best sum of quality (published benchmarks, less what the quantization costs) and speed that fits, where
a model that cannot complete at 15 tokens per second with a first token in 1.5 s, or chat at 5 with an answer that begins within 15 s (to 1,024
new tokens), loses to a smaller one, and no model of less than 20 billion parameters is used below four bits. Beside a GPU, prompts of layers in RAM
are evaluated on it, so V2 Lite on the CPU answers there after 3 to 4 s, and after 11 s without one (8 cores).
`;
}

function planFor(text: string): Lineup {
	const parameters = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
	const options = new Options(parameters, ['vram-gib', 'ram-gib', 'gpu', 'free-gib', 'ram-free-gib', 'cores']);
	return makePlan(hardwareFrom(options), [], { reserveBytes: defaultReserveBytes, abilities }).best;
}

function cells({ completes, chats, totalGpuBytes, totalHostBytes }: Lineup): string[] {
	return [
		cell(completes),
		chats === 'same' ? 'the same' : cell(chats),
		totalGpuBytes === 0 ? '–' : gibibytes(totalGpuBytes),
		gibibytes(totalHostBytes),
	];
}

function cell(choice: Choice | null): string {
	if (choice === null) return 'nothing';
	const { label, quantization, contextTokens, gpuLayers, totalLayers, predicted } = choice;
	const split = gpuLayers > 0 && gpuLayers < totalLayers ? `, ${gpuLayers} of ${totalLayers} layers` : gpuLayers === 0 ? ', CPU' : '';
	return `${label.replace('deepseek-coder ', '')} ${quantization}, ${contextTokens / 1024}K${split}, ${perSecond(predicted.tokensPerSecond)}/s`;
}

/** As prettier writes it. */
function table(rows: readonly (readonly string[])[]): string {
	const [header = []] = rows;
	const widths = header.map((_, column) => Math.max(3, ...rows.map(row => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) => `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
	const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |\n`;
	return line(header) + rule + rows.slice(1).map(line).join('');
}
