/**
 * Typing sessions replayed through the completion core against real engines: how much is asked, what it costs the engine, how soon it shows.
 *   npm run bench:completion                          the three sessions of test/bench/traces, the built-in engine and Ollama
 *   npm run bench:completion -- --trace FILE.jsonl    any other session (its format: test/bench/trace.ts)
 *   --as coder     as if the model were a DeepSeek coder: long prompts, with the trace's other files
 *   --engine embedded|ollama   --models FOLDER   --model PART-OF-ITS-NAME   --json FILE   --svg FILE
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ServedModel } from '../../src/core/engine/servedModel';
import { Options, UsageError } from '../../src/lab/options';
import { embeddedEngine, ollamaEngine, serve } from './benchEngine';
import { barChart } from './charts';
import { leastTokens, slidingWindowTokens } from './leastTokens';
import { replay, type Replayed } from './replay';
import { machine, percentile, rounded, table, writeJson, writeText } from './statistics';
import { parseTrace, type Trace } from './trace';

/** `null` where the engine does not say what it would take. */
interface Figures {
	readonly keystrokes: number;
	readonly requests: number;
	readonly requestsPerKeystroke: number | null;
	readonly promptTokensEvaluated: number | null;
	readonly evaluatedPerKeystroke: number | null;
	readonly leastTokens: number | null;
	readonly evaluatedOverLeast: number | null;
	readonly slidingWindowPerKeystroke: number | null;
	readonly callsWhileTypingShown: number;
	readonly cacheHits: number;
	readonly shownP50Milliseconds: number | null;
	readonly shownP95Milliseconds: number | null;
	readonly acceptedCharacters: number;
}

/** What one session made of one engine; the token figures are sums. */
interface Session extends Replayed {
	readonly evaluated: number | null;
	readonly least: number | null;
	readonly sliding: number | null;
}

const never = new AbortController().signal;

async function main(): Promise<void> {
	const options = new Options(process.argv.slice(2), ['trace', 'engine', 'models', 'model', 'as', 'json', 'svg']);
	const traces = tracesFrom(options.text('trace'));
	const only = options.oneOf('engine', ['embedded', 'ollama']);
	const wanted = options.text('model');
	const seen: See = options.oneOf('as', ['coder']) === undefined ? served => served : asCoder;
	const embedded = only === 'ollama' ? null : await withEmbedded(options.text('models'), wanted, seen, traces);
	const ollama =
		only === 'embedded'
			? null
			: await withOllama(wanted, seen, traces).catch((error: unknown) => {
					if (error instanceof UsageError) throw error;
					console.error('Ollama:', error);
					process.exitCode = 1;
					return null;
				});
	const figures = { embedded, ollama };
	writeJson(options.text('json') ?? 'out/bench/completion.json', figures);
	writeText(options.text('svg') ?? 'out/bench/completion.svg', chart(embedded ?? ollama));
	console.log(`\n${sums(figures)}\n\n${machine()}`);
}

function tracesFrom(file: string | undefined): readonly (readonly [name: string, trace: Trace])[] {
	const folder = 'test/bench/traces';
	const files = file === undefined ? fs.readdirSync(folder).map(name => path.join(folder, name)) : [file];
	return files.map(each => [path.basename(each, '.jsonl'), parseTrace(fs.readFileSync(each, 'utf8'))]);
}

type Traces = ReturnType<typeof tracesFrom>;

async function withEmbedded(folder: string | undefined, wanted: string | undefined, seen: See, traces: Traces): Promise<Figures> {
	const engine = embeddedEngine(folder);
	let evaluated = 0;
	engine.onDidFinish(finished => (evaluated += finished.evaluatedTokens ?? 0));
	try {
		const served = seen(await serve(engine, wanted));
		const count = async (text: string) => (text === '' ? 0 : (await served.countTokens(text, never)).tokens);
		const sessions: Session[] = [];
		for (const [name, trace] of traces) {
			evaluated = 0;
			const replayed = await replay(trace, { served, isBusy: () => !engine.isIdle });
			const spent = evaluated;
			sessions.push({
				...replayed,
				evaluated: spent,
				least: await leastTokens(replayed.requests, count),
				sliding: await slidingWindowTokens(replayed.requests, count),
			});
			print(`built-in engine, ${name}`, sessions.slice(-1));
		}
		return figuresOf(sessions);
	} finally {
		engine.dispose();
	}
}

/** `null` where there is no Ollama; `scripts/bench.mjs` starts one where it can. */
async function withOllama(wanted: string | undefined, seen: See, traces: Traces): Promise<Figures | null> {
	const engine = ollamaEngine();
	if (engine === undefined) return null;
	try {
		const served = seen(await serve(engine, wanted));
		const sessions: Session[] = [];
		for (const [name, trace] of traces) {
			const replayed = await replay(trace, { served, isBusy: () => false });
			// Ollama counts the prompt, and does not say how much of it was cached; nor does it count texts.
			const knowsCached = replayed.records.every(({ usage }) => usage?.promptTokens !== undefined && usage.cachedTokens !== undefined);
			const evaluated = replayed.records.reduce((sum, { usage }) => sum + (usage?.promptTokens ?? 0) - (usage?.cachedTokens ?? 0), 0);
			sessions.push({ ...replayed, evaluated: knowsCached ? evaluated : null, least: null, sliding: null });
			print(`Ollama, ${name}`, sessions.slice(-1));
		}
		return figuresOf(sessions);
	} finally {
		engine.dispose();
	}
}

type See = (served: ServedModel) => ServedModel;

/** With the limits and the prompts of a DeepSeek coder; only what it costs the engine is of interest then. */
function asCoder(served: ServedModel): ServedModel {
	const { loaded } = served;
	return { ...served, loaded: { ...loaded, installed: { ...loaded.installed, isDemo: false } } };
}

function figuresOf(sessions: readonly Session[]): Figures {
	const sum = (of: (session: Session) => number) => sessions.reduce((total, each) => total + of(each), 0);
	const known = (of: (session: Session) => number | null) => (sessions.some(each => of(each) === null) ? null : sum(each => of(each) ?? 0));
	const over = (a: number | null, b: number | null) => (a === null || b === null || b === 0 ? null : rounded(a / b, 3));
	const keystrokes = sum(each => each.keystrokes);
	const requests = sum(each => each.requests.length);
	const [evaluated, least] = [known(each => each.evaluated), known(each => each.least)];
	const shown = sessions.flatMap(each => each.shownMilliseconds);
	return {
		keystrokes,
		requests,
		requestsPerKeystroke: over(requests, keystrokes),
		promptTokensEvaluated: evaluated,
		evaluatedPerKeystroke: over(evaluated, keystrokes),
		leastTokens: least,
		evaluatedOverLeast: over(evaluated, least),
		slidingWindowPerKeystroke: over(
			known(each => each.sliding),
			keystrokes,
		),
		callsWhileTypingShown: sum(each => each.callsWhileTypingShown),
		cacheHits: sum(each => each.cacheHits),
		shownP50Milliseconds: rounded(percentile(shown, 0.5), 1),
		shownP95Milliseconds: rounded(percentile(shown, 0.95), 1),
		acceptedCharacters: sum(each => each.acceptedCharacters),
	};
}

function print(title: string, sessions: readonly Session[]): void {
	const {
		keystrokes,
		requests,
		evaluatedPerKeystroke,
		evaluatedOverLeast,
		slidingWindowPerKeystroke,
		shownP50Milliseconds,
		shownP95Milliseconds,
	} = figuresOf(sessions);
	const shown = sessions.flatMap(each => each.shownMilliseconds).length;
	console.log(
		`${title}: ${keystrokes} keystrokes, ${requests} requests, ${shown} shown after ${shownP50Milliseconds} ms (p95 ${shownP95Milliseconds}), ` +
			`${evaluatedPerKeystroke ?? '–'} tokens a keystroke, ${evaluatedOverLeast ?? '–'} × the least, sliding ${slidingWindowPerKeystroke ?? '–'}`,
	);
}

function sums({ embedded, ollama }: { readonly embedded: Figures | null; readonly ollama: Figures | null }): string {
	const names = Object.keys(embedded ?? ollama ?? {}) as (keyof Figures)[];
	return table(
		['all sessions', 'built-in engine', 'Ollama'],
		names.map(name => [name, embedded?.[name] ?? null, ollama?.[name] ?? null]),
	);
}

function chart(figures: Figures | null): string {
	const perKeystroke = (tokens: number | null | undefined) => (tokens ?? 0) / Math.max(1, figures?.keystrokes ?? 0);
	return barChart({
		title: 'Prompt tokens evaluated per keystroke',
		unit: 'tokens',
		bars: [
			{ name: 'a window of 1,024 that slides', value: figures?.slidingWindowPerKeystroke ?? 0 },
			{ name: 'a window that moves in steps', value: figures?.evaluatedPerKeystroke ?? 0 },
			{ name: 'the least that is possible', value: perKeystroke(figures?.leastTokens) },
		],
	});
}

main().catch((error: unknown) => {
	console.error(error instanceof UsageError ? error.message : error);
	process.exitCode = error instanceof UsageError ? 2 : 1;
});
