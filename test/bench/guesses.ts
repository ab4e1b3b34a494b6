/**
 * What guessing tokens from the prompt is worth, by kind of text: two built-in engines write the same answers in turn, one without guesses.
 * On Linux the processor's time of the engine's process is compared, in which other work on the machine hardly shows, elsewhere the clock's.
 * `npm run bench:guesses`; `-- --models FOLDER --model NAME` for another model, `-- --rounds N`, `-- --json FILE`, `-- --svg FILE`.
 */
import * as fs from 'node:fs';
import type { InstalledModel, LoadedModel } from '../../src/core/engine/engine';
import type { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { Options, UsageError } from '../../src/lab/options';
import { embeddedEngine } from './benchEngine';
import { barChart } from './charts';
import { machine, percentile, rounded, table, writeJson, writeText } from './statistics';

const never = new AbortController().signal;
const maxTokens = 256;

interface Task {
	readonly kind: 'copy' | 'edit' | 'repetitive' | 'code' | 'prose';
	readonly prompt: string;
}

interface Answer {
	readonly text: string;
	readonly tokens: number;
	readonly guessed: number;
	readonly milliseconds: number;
}

const source = (name: string) => fs.readFileSync(`test/bench/sources/${name}.txt`, 'utf8');
const [calendar, inventory, queue] = [source('calendar.py'), source('inventory.ts'), source('queue.go')];

/** In plain text, so that any model can be asked. */
const tasks: readonly Task[] = [
	...[calendar, inventory, queue].map((code): Task => ({
		kind: 'copy',
		prompt: `File 1:\n${code}\n\nFile 2, the same:\n${code.slice(0, 160)}`,
	})),
	edit(inventory, 'stock', 'amount'),
	edit(calendar, 'event', 'entry'),
	edit(queue, 'queue', 'line'),
	{ kind: 'repetitive', prompt: range(12, line => `\tif (kind === 'value${line}') return handleValue${line}(event, ${line});\n`) },
	{
		kind: 'repetitive',
		prompt: range(10, line => `insert into orders (id, name, price) values (${line}, 'item ${line}', ${line * 10});\n`),
	},
	...[calendar, inventory, queue].map((code): Task => ({ kind: 'code', prompt: code.slice(0, code.length * 0.7) })),
	{ kind: 'code', prompt: '/** Reads a table of comma separated values. */\nexport function parseTable(text: string): string[][] {\n' },
	...[
		'# How a hash table works\n\n',
		'The lighthouse keeper climbed the stairs for the last time. ',
		'# Setting up the project\n\nFirst, ',
	].map((prompt): Task => ({ kind: 'prose', prompt })),
];

/** The first renamed lines stand there, so that a small model knows what to do. */
function edit(code: string, from: string, to: string): Task {
	const changed = code.replaceAll(from, to);
	return {
		kind: 'edit',
		prompt: `Before:\n${code}\n\nThe same with "${from}" renamed to "${to}":\n${changed.slice(0, changed.length * 0.3)}`,
	};
}

function range(count: number, line: (index: number) => string): string {
	return Array.from({ length: count }, (_, index) => line(index)).join('');
}

class Writer {
	private model: LoadedModel | undefined;
	private guessed = 0;

	constructor(readonly engine: EmbeddedEngine) {
		engine.onDidFinish(({ guessedTokens = 0 }) => (this.guessed = guessedTokens));
	}

	async load(wanted: string | undefined): Promise<InstalledModel> {
		const models = await this.engine.models(never);
		const model = models.find(each => (wanted === undefined ? each.isDemo : each.id.includes(wanted)));
		if (model === undefined) throw new UsageError(`no such model; there are ${models.map(each => each.id).join(', ')}`);
		this.model = await this.engine.load(model, { contextTokens: 4096, roles: ['completion'] }, never);
		return model;
	}

	async write(task: Task): Promise<Answer> {
		// The prompt is in the cache then, and all that follows is writing.
		await this.ask(task, 1);
		const before = processorMilliseconds(this.engine.processId);
		const answer = await this.ask(task, maxTokens);
		const after = processorMilliseconds(this.engine.processId);
		return { ...answer, ...(before !== undefined && after !== undefined && { milliseconds: after - before }) };
	}

	private async ask({ prompt }: Task, maxTokens: number): Promise<Answer> {
		if (this.model === undefined) throw new Error('no model is loaded');
		const request = { role: 'completion', prompt: [prompt], maxTokens, temperature: 0, stop: [] } as const;
		let text = '';
		for await (const event of this.engine.generate(this.model, request, never)) {
			if (event.kind === 'text') text += event.text;
			else if (event.kind === 'end') {
				const { generatedTokens: tokens = 0, generateMilliseconds: milliseconds = 0 } = event.usage;
				return { text, tokens, guessed: this.guessed, milliseconds };
			}
		}
		throw new Error('the answer has no end');
	}
}

function processorMilliseconds(processId: number | undefined): number | undefined {
	const folder = `/proc/${processId}/task`;
	if (!fs.existsSync(folder)) return undefined;
	const nanoseconds = fs.readdirSync(folder).map(thread => Number(fs.readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0]));
	return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

const options = new Options(process.argv.slice(2), ['models', 'model', 'rounds', 'json', 'svg']);
const rounds = options.number('rounds', { least: 1, most: 99 }) ?? 5;
const plain = new Writer(embeddedEngine(options.text('models'), 'never'));
const guessing = new Writer(embeddedEngine(options.text('models')));
const { label } = await plain.load(options.text('model'));
await guessing.load(options.text('model'));

const rows: { kind: Task['kind']; tokens: number; guessed: number; ratio: number; isSame: boolean }[] = [];
for (let round = 0; round < rounds; round++) {
	for (const task of tasks) {
		const [without, withGuesses] = [await plain.write(task), await guessing.write(task)];
		if (without.tokens < 2) continue;
		const ratio = without.milliseconds / without.tokens / (withGuesses.milliseconds / withGuesses.tokens);
		const { kind } = task;
		rows.push({ kind, tokens: withGuesses.tokens, guessed: withGuesses.guessed, ratio, isSame: without.text === withGuesses.text });
	}
}
plain.engine.dispose();
guessing.engine.dispose();

const kinds = [...new Set(rows.map(each => each.kind))].map(kind => {
	const these = rows.filter(each => each.kind === kind);
	const sum = (of: (row: (typeof rows)[number]) => number) => these.reduce((total, row) => total + of(row), 0);
	const ratios = these.map(each => each.ratio);
	return {
		kind,
		answers: these.length,
		tokens: sum(row => row.tokens),
		guessedPercent: rounded((sum(row => row.guessed) / sum(row => row.tokens)) * 100, 0),
		median: rounded(percentile(ratios, 0.5), 2),
		least: rounded(Math.min(...ratios), 2),
		most: rounded(Math.max(...ratios), 2),
		otherText: these.filter(each => !each.isSame).length,
	};
});
console.log(
	table(
		['text', 'answers', 'tokens', 'guessed %', 'speed, median', 'least', 'most', 'other text'],
		kinds.map(each => Object.values(each)),
	),
);
console.log(`${label}; speed as a multiple of the same engine without guesses; ${machine()}`);
writeJson(options.text('json') ?? 'out/bench/guesses.json', { machine: machine(), model: label, kinds });
writeText(
	options.text('svg') ?? 'out/bench/guesses.svg',
	barChart({
		title: `Speed with guesses over without, ${label}`,
		unit: '×',
		bars: kinds.map(({ kind, median }) => ({ name: kind, value: median ?? 0 })),
	}),
);
