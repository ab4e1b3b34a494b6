/**
 * The built-in engine against the binding it is made of and against Ollama, on the same files with the same threads, one after the other within each
 * round: loading, reading a prompt, writing, what a cancel takes, a completion beside a chat, memory; and guessing on and off.
 *   npm run bench:engine                     the demo model, SmolLM2 135M in Q4_1 and Q4_0, and a synthetic model of 342 MB; a quarter of an hour
 *   --models demo,smollm2   --engines embedded,bare,ollama   --rounds N   --json FILE   --svg FILE
 */
import * as path from 'node:path';
import type { InstalledModel } from '../../src/core/engine/engine';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import { resolveHost } from '../../src/engines/ollama/resolveHost';
import { Options, UsageError } from '../../src/lab/options';
import { groupedBarChart } from './charts';
import { bareContender } from './engine/bare';
import type { Contender } from './engine/contender';
import { guessRows, type GuessRow } from './engine/guesses';
import { measure, type Figures } from './engine/measure';
import { residentBytes } from './engine/memory';
import { contenderOf } from './engine/ours';
import { plainOllama } from './engine/plainOllama';
import { machine, rounded, table, writeJson, writeText } from './statistics';

interface BenchModel {
	readonly name: string;
	readonly file: string;
}

interface Result {
	readonly model: string;
	readonly threads: number;
	readonly figures: Readonly<Record<string, Figures>>;
	/** The built-in engine's speed over the other's. */
	readonly ratios: Readonly<Record<string, { readonly prompt: number | null; readonly decode: number | null }>>;
	readonly guesses: readonly GuessRow[];
}

const contextTokens = 2048;
const never = new AbortController().signal;
const quiet = { debug: () => undefined, info: () => undefined, warn: (message: string) => console.error(message) };

const options = new Options(process.argv.slice(2), ['models', 'engines', 'rounds', 'json', 'svg']);
const rounds = options.number('rounds', { least: 1, most: 100 }) ?? 5;
const wantedModels = options.text('models')?.split(',');
const wantedEngines = options.text('engines')?.split(',') ?? ['embedded', 'bare', 'ollama'];
const prepared = JSON.parse(process.env.DEEPSEEK_CODER_BENCH_MODELS ?? '[]') as readonly BenchModel[];

const results: Result[] = [];
for (const model of prepared) {
	if (wantedModels && !wantedModels.includes(model.name)) continue;
	const result = await compare(model);
	results.push(result);
	print(result);
}
if (results.length === 0) throw new UsageError(`--models takes ${prepared.map(({ name }) => name).join(', ')}`);
writeJson(options.text('json') ?? 'out/bench/engine.json', { machine: machine(), rounds, models: results });
writeText(options.text('svg') ?? 'out/bench/engine.svg', chart());
console.log(`\n${machine()}`);

async function compare({ name, file }: BenchModel): Promise<Result> {
	let guesses = false;
	const best = new Map<string, number>();
	const engine = new EmbeddedEngine({
		childPath: path.resolve('engine/dist/child.mjs'),
		demoModelPath: path.resolve('media/demo-model/demo.gguf'),
		modelFolders: () => prepared.map(each => path.dirname(each.file)),
		gpu: () => 'off',
		threads: () => undefined,
		bestThreads: { of: ({ id }: InstalledModel) => best.get(id), note: ({ id }, threads) => best.set(id, threads) },
		guesses: () => guesses,
		log: quiet,
	});
	const model = (await engine.models(never)).find(({ id }) => id === file);
	if (!model) throw new Error(`the built-in engine does not list ${file}`);
	// Measures the threads, which all are then given.
	const loaded = await engine.load(model, { contextTokens, roles: ['completion', 'chat'] }, never);
	const count = async (text: string) => (await engine.countTokens(loaded, text, never)).tokens;
	const threads = best.get(file) ?? 1;
	const embedded = contenderOf({
		name: 'built-in engine',
		engine,
		contextTokens,
		idOf: each => each,
		memory: () => residentBytes(engine.processId),
		setGuesses: each => (guesses = each),
		idle: () =>
			new Promise(resolve => {
				const listening = engine.onDidFinish(({ cancelMilliseconds }) => {
					if (cancelMilliseconds === undefined) return;
					listening.dispose();
					resolve(cancelMilliseconds);
				});
			}),
	});
	// As the built-in engine chooses for the demo model's small heads.
	const flashAttention = (each: string) => (each.endsWith('demo.gguf') ? (false as const) : ('auto' as const));
	const contenders: Contender[] = wantedEngines.includes('embedded') ? [embedded] : [];
	if (wantedEngines.includes('bare')) contenders.push(await bareContender({ threads, contextTokens, flashAttention }));
	if (wantedEngines.includes('ollama')) contenders.push(...ollamaContenders(name, threads));
	try {
		const figures = await measure(contenders, file, rounds, count);
		const own = figures[embedded.name];
		const over = (mine: number | null | undefined, other: number | null) => (mine && other ? rounded(mine / other, 3) : null);
		const ratios = Object.fromEntries(
			Object.entries(figures)
				.filter(([each]) => each !== embedded.name)
				.map(([each, { promptPerSecond, decodePerSecond }]) => [
					each,
					{ prompt: over(own?.promptPerSecond, promptPerSecond), decode: over(own?.decodePerSecond, decodePerSecond) },
				]),
		);
		return { model: name, threads, figures, ratios, guesses: own ? await guessRows(embedded) : [] };
	} finally {
		for (const each of contenders) await each.dispose();
		engine.dispose();
	}
}

/** Asked as most clients ask it, and as the extension does. */
function ollamaContenders(model: string, threads: number): Contender[] {
	const address = process.env.DEEPSEEK_CODER_TEST_OLLAMA;
	if (address === undefined) return [];
	const host = resolveHost(address, undefined);
	const engine = new OllamaEngine({ host, headers: () => ({}), keepAliveMinutes: () => 10, threads: () => threads, log: quiet });
	const memory = () => residentBytes(Number(process.env.DEEPSEEK_CODER_TEST_OLLAMA_PID) || undefined);
	const plain = plainOllama({ address, model, threads, contextTokens, memory });
	return [plain, contenderOf({ name: 'Ollama, our client', engine, contextTokens, idOf: () => `${model}:latest`, memory })];
}

function print({ model, threads, figures, ratios, guesses }: Result): void {
	const names = Object.keys(figures);
	const keys = Object.keys(Object.values(figures)[0] ?? {}) as (keyof Figures)[];
	console.log(`\n${model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
	console.log(
		table(
			['median of all rounds', ...names],
			keys.map(key => [key, ...names.map(name => figures[name]?.[key] ?? null)]),
		),
	);
	for (const [name, { prompt, decode }] of Object.entries(ratios)) {
		console.log(`built-in engine over ${name}: ${prompt} × in reading a prompt, ${decode} × in writing`);
	}
	const cells = guesses.map(row => [row.kind, row.tokens, row.guessedRight, row.off, row.on, row.ratio, row.differing]);
	if (cells.length > 0)
		console.log(table(['guessing', 'tokens', 'guessed right', 'off tok/s', 'on tok/s', 'ratio', 'tokens that differ'], cells));
}

function chart(): string {
	const series = [...new Set(results.flatMap(({ figures }) => Object.keys(figures)))].filter(name => name !== 'Ollama, our client');
	const groups = results.map(({ model, figures }) => ({ name: model, values: series.map(each => figures[each]?.decodePerSecond ?? 0) }));
	return groupedBarChart({ title: 'Writing, one answer at a time', unit: 'tok/s', series, groups });
}
