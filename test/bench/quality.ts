/**
 * Fills holes in published code in three ways, with the same stop tokens and no sampling: as a plain client would, which sends the file around the
 * cursor and shows whatever comes; with our prompt, and showing whatever comes; and through the whole pipeline.
 *   npm run bench:quality                         the holes of test/bench/holes, the built-in engine and the demo model
 *   npm run bench:quality -- --holes FILE.jsonl   others: lines of {id, kind, languageId, prefix, middle, suffix}
 *   --engine embedded|ollama   --models FOLDER   --model PART-OF-ITS-NAME   --json FILE   --svg FILE   --answers FILE.jsonl
 */
import * as fs from 'node:fs';
import { complete, type CompletionItem, type CompletionResult } from '../../src/core/completion/complete';
import { CompletionSession } from '../../src/core/completion/session';
import type { CompletionSettings } from '../../src/core/completion/settings';
import type { ServedModel } from '../../src/core/engine/servedModel';
import { fillInTheMiddle, stopTokens } from '../../src/core/models/dialect';
import { limitsOf } from '../../src/core/models/limits';
import { delay } from '../../src/core/base/abort';
import { Grammars } from './syntax/grammars';
import { Options, UsageError } from '../../src/lab/options';
import { situationFrom } from '../../src/lab/situation';
import { embeddedEngine, ollamaEngine, serve } from './benchEngine';
import { groupedBarChart } from './charts';
import { judge, scoreOf, type Hole, type Judged, type Score } from './holeScore';
import { machine, rounded, table, writeJson, writeText } from './statistics';

/** Someone who asks, on a machine that has time: what is measured is what is shown, not how soon. */
const settings: CompletionSettings = { enabled: true, trigger: 'automatic', maxLines: 12, timeTargetMs: 1e9 };

const never = new AbortController().signal;

/** What a plain client sends of the file, in tokens before and after the cursor. */
const naivePrompt = { before: 1024, after: 512 };

interface Answered {
	readonly hole: Hole;
	/** {@link naivePrompt}, and what the model says to its own end or the token limit. */
	readonly rawNaive: Judged;
	/** The pipeline's prompt, and what the model says to its own end or the token limit. */
	readonly rawSamePrompt: Judged;
	readonly pipeline: Judged;
}

async function main(): Promise<void> {
	const options = new Options(process.argv.slice(2), ['holes', 'engine', 'models', 'model', 'json', 'svg', 'answers']);
	const holes = readHoles(options.text('holes') ?? 'test/bench/holes/holes.jsonl');
	const engine = options.oneOf('engine', ['embedded', 'ollama']) === 'ollama' ? ollamaEngine() : embeddedEngine(options.text('models'));
	if (engine === undefined) throw new UsageError('there is no Ollama to ask');
	const answered: Answered[] = [];
	let name: string;
	try {
		const served = await serve(engine, options.text('model'));
		name = `${served.loaded.installed.label} in ${engine.place}`;
		const grammars = new Grammars('out/grammars', console);
		for (const hole of holes) {
			const grammar = await grammars.load(hole.languageId);
			const { item, prompt } = await throughPipeline(hole, served);
			const judged = async (asked: Prompt) => judge(hole, { text: await rawAnswer(asked, served), replaceSuffixLength: 0 }, grammar);
			answered.push({
				hole,
				rawNaive: await judged(await naivePromptOf(hole, served)),
				rawSamePrompt: await judged(prompt),
				pipeline: judge(hole, item, grammar),
			});
		}
	} finally {
		engine.dispose();
	}
	report(answered, name, options);
}

function readHoles(file: string): readonly Hole[] {
	const lines = fs.readFileSync(file, 'utf8').split('\n');
	return lines.filter(line => line.trim() !== '').map(line => JSON.parse(line) as Hole);
}

type Prompt = ReturnType<typeof fillInTheMiddle>;

async function throughPipeline(hole: Hole, served: ServedModel): Promise<{ item: CompletionItem | undefined; prompt: Prompt }> {
	const clock = { now: () => performance.now(), delay };
	const services = { serve: () => Promise.resolve(served), session: new CompletionSession(), clock, isPaused: () => false };
	const result: CompletionResult = await complete(situationFrom({ ...hole, trigger: 'explicit' }), settings, services, never);
	await result.settled;
	const { window, request } = result.record;
	if (request?.error !== undefined) throw new Error('the engine failed', { cause: request.error });
	const prompt = window && fillInTheMiddle(served.loaded.installed.family, window.prefix, window.suffix);
	return { item: result.kind === 'shown' ? result.item : undefined, prompt };
}

async function naivePromptOf({ prefix, suffix }: Hole, served: ServedModel): Promise<Prompt> {
	const before = await longestWithin(naivePrompt.before, prefix.length, length => prefix.slice(prefix.length - length), served);
	const after = await longestWithin(naivePrompt.after, suffix.length, length => suffix.slice(0, length), served);
	return fillInTheMiddle(served.loaded.installed.family, before, after);
}

async function longestWithin(tokens: number, most: number, textOf: (length: number) => string, served: ServedModel): Promise<string> {
	for (let length = most; length > 0;) {
		const counted = await served.countTokens(textOf(length), never);
		if (counted.tokens <= tokens) return textOf(length);
		length = Math.min(length - 1, Math.floor((length * tokens) / counted.tokens));
	}
	return '';
}

async function rawAnswer(prompt: Prompt, served: ServedModel): Promise<string> {
	if (prompt === undefined) throw new UsageError(`${served.loaded.installed.label} does not fill holes`);
	const request = { prompt, maxTokens: limitsOf(served.loaded).completionTokens, temperature: 0, stop: stopTokens };
	let text = '';
	for await (const event of served.generate(request, never)) if (event.kind === 'text') text += event.text;
	return text;
}

interface Compared {
	readonly holes: number;
	readonly rawNaive: Score;
	readonly rawSamePrompt: Score;
	readonly pipeline: Score;
	/** The pipeline's exact matches over the raw ones, by which raw answers. */
	readonly exactRatio: Readonly<Record<'toNaive' | 'toSamePrompt', number | null>>;
}

function compared(answered: readonly Answered[]): Compared {
	const rawNaive = scoreOf(answered.map(each => each.rawNaive));
	const rawSamePrompt = scoreOf(answered.map(each => each.rawSamePrompt));
	const pipeline = scoreOf(answered.map(each => each.pipeline));
	const over = (raw: Score) => (raw.exact === 0 ? null : rounded(pipeline.exact / raw.exact, 3));
	return {
		holes: answered.length,
		rawNaive,
		rawSamePrompt,
		pipeline,
		exactRatio: { toNaive: over(rawNaive), toSamePrompt: over(rawSamePrompt) },
	};
}

function comparedBy(answered: readonly Answered[], key: (hole: Hole) => string): Readonly<Record<string, Compared>> {
	const names = [...new Set(answered.map(each => key(each.hole)))];
	return Object.fromEntries(names.map(name => [name, compared(answered.filter(each => key(each.hole) === name))]));
}

function report(answered: readonly Answered[], name: string, options: Options): void {
	const all = compared(answered);
	const byKind = comparedBy(answered, hole => hole.kind);
	const byLanguage = comparedBy(answered, hole => hole.languageId);
	const rows = Object.entries({ all, ...byKind, ...byLanguage });
	console.log(`${name}, ${machine()}\n`);
	console.log(
		table(
			['holes', 'n', ...headings('exact'), 'ratio to naive', 'to same prompt', ...headings('similar'), ...headings('parses'), 'shown'],
			rows.map(([row, { holes, rawNaive, rawSamePrompt, pipeline, exactRatio }]) => {
				const scores = [rawNaive, rawSamePrompt, pipeline];
				return [
					row,
					holes,
					...scores.map(score => percent(score.exact)),
					exactRatio.toNaive,
					exactRatio.toSamePrompt,
					...scores.map(score => percent(score.similarity)),
					...scores.map(score => percent(score.parses)),
					percent(pipeline.shown),
				];
			}),
		),
	);
	writeJson(options.text('json') ?? 'out/bench/quality.json', { machine: machine(), model: name, ...all, byKind, byLanguage });
	const answers = options.text('answers');
	if (answers !== undefined) writeText(answers, answered.map(each => `${JSON.stringify(each)}\n`).join(''));
	writeText(
		options.text('svg') ?? 'out/bench/quality.svg',
		groupedBarChart({
			title: `Holes filled exactly, ${name}`,
			unit: '%',
			series: ['raw output, naive prompt', 'raw output, our prompt', 'through the pipeline'],
			groups: rows.map(([row, { rawNaive, rawSamePrompt, pipeline }]) => ({
				name: row,
				values: [rawNaive, rawSamePrompt, pipeline].map(score => percent(score.exact)),
			})),
		}),
	);
}

function headings(figure: string): readonly string[] {
	return [`${figure}, naive`, 'same prompt', 'pipeline'];
}

function percent(share: number): number {
	return Number((share * 100).toFixed(1));
}

main().catch((error: unknown) => {
	console.error(error instanceof UsageError ? error.message : error);
	process.exitCode = error instanceof UsageError ? 2 : 1;
});
