/**
 * The extension's own time per completion: reading the document, deciding, cutting the prompt, stop rules, filters, with an engine that
 * answers at once and a debounce that takes no time. `npm run bench:overhead`, `-- --json FILE` for another place.
 */
import { Position } from 'vscode';
import type { Clock } from '../../src/core/completion/clock';
import { complete, type CompletionServices } from '../../src/core/completion/complete';
import { CompletionSession } from '../../src/core/completion/session';
import type { CompletionSettings } from '../../src/core/completion/settings';
import type { ServedModel } from '../../src/core/engine/servedModel';
import type { StreamEvent } from '../../src/core/engine/streamEvent';
import { situationAt } from '../../src/editor/completion/situationAt';
import { Options } from '../../src/lab/options';
import { LinesDocument } from './linesDocument';
import { logLogChart } from './charts';
import { machine, percentile, rounded, table, writeJson, writeText } from './statistics';

const lineCounts = [100, 1000, 10_000, 100_000];
const warmUp = 40;
const samples = 400;

const settings: CompletionSettings = { enabled: true, trigger: 'automatic', maxLines: 12, timeTargetMs: 2000 };

/** What is typed, over and over, each keystroke one completion; the answers do not go on with it, so that each is asked for. */
const typed = '\tconst total = items.reduce((sum, item) => sum + item.price, 0);';

const answer = ['zero', '.map(', 'value', ' => ', 'value', ' * 2', ')', ';\n', '\treturn', ' result', ';\n', '}\n', '\n'];

class AnswersAtOnce implements ServedModel {
	readonly role = 'completion';
	readonly loaded: ServedModel['loaded'] = {
		installed: { id: 'at once', label: 'at once', family: 'coderV1', fileBytes: 0, roles: ['completion'], isDemo: false },
		contextTokens: 16_384,
		loadMilliseconds: 0,
	};

	async *generate(_: unknown, signal: AbortSignal): AsyncIterable<StreamEvent> {
		for (const text of answer) {
			if (signal.aborted) break;
			yield await Promise.resolve({ kind: 'text' as const, text, tokens: 1 });
		}
		yield { kind: 'end', reason: signal.aborted ? 'cancelled' : 'stop', usage: { promptTokens: 1500, generatedTokens: answer.length } };
	}

	countTokens(text: string): Promise<{ tokens: number; exact: boolean }> {
		return Promise.resolve({ tokens: Math.ceil(text.length / 3), exact: false });
	}
}

/** Someone who types in the middle of a file of so many lines. */
class Typist {
	readonly milliseconds: number[] = [];
	private readonly document: LinesDocument;
	private readonly services: CompletionServices;
	private position: Position;
	private keystrokes = 0;

	constructor(readonly lines: number) {
		const text = Array.from({ length: lines }, (_, index) => lineOfCode(index)).join('\n');
		this.document = LinesDocument.of('bench.ts', 'typescript', text);
		this.position = new Position(Math.floor(lines / 2), 0);
		this.document.clearLine(this.position.line);
		const model = new AnswersAtOnce();
		const clock: Clock = { now: () => performance.now(), delay: (_, signal) => Promise.resolve(signal?.aborted !== true) };
		this.services = { serve: () => Promise.resolve(model), session: new CompletionSession(), clock, isPaused: () => false };
	}

	async keystroke(): Promise<void> {
		const character = typed.charAt(this.keystrokes % typed.length);
		if (this.keystrokes % typed.length === 0) {
			this.document.clearLine(this.position.line);
			this.position = new Position(this.position.line, 0);
		}
		this.position = this.document.type(this.position, character);
		const start = performance.now();
		const situation = situationAt({ document: this.document.asTextDocument, position: this.position, trigger: 'automatic' });
		const { settled } = await complete(situation, settings, this.services, new AbortController().signal);
		const milliseconds = performance.now() - start;
		await settled;
		// An answer from the cache would be no measure of the whole way.
		this.services.session.cache.clear();
		if (this.keystrokes++ >= warmUp) this.milliseconds.push(milliseconds);
	}
}

/** Functions of eight lines with strings, comments, brackets and a template. */
function lineOfCode(index: number): string {
	const name = `value${index >> 3}`;
	const lines = [
		`/** Adds up what ${name} holds, "quoted", and it's done. */`,
		`export function ${name}(items: readonly Item[], factor = ${index}): string {`,
		`\tconst sum = items.reduce((total, item) => total + item.price * factor, 0);`,
		`\tif (sum > 100 && items.length > 3) {`,
		`\t\treturn \`\${sum} of \${items.map(item => item.name).join(', ')}\`; // as shown`,
		`\t}`,
		`\treturn String(sum).replace(/[.,]/g, "'");`,
		`}`,
	];
	return lines[index % lines.length] ?? '';
}

async function main(): Promise<void> {
	const options = new Options(process.argv.slice(2), ['json', 'svg']);
	const typists = lineCounts.map(lines => new Typist(lines));
	// In turn, so that what else the machine does hits all sizes alike.
	for (let round = 0; round < warmUp + samples; round++) for (const typist of typists) await typist.keystroke();

	const byLines = typists.map(({ lines, milliseconds }) => ({
		lines,
		p50Milliseconds: rounded(percentile(milliseconds, 0.5), 3),
		p95Milliseconds: rounded(percentile(milliseconds, 0.95), 3),
	}));
	const full = byLines.filter(each => each.lines > 100).map(each => each.p50Milliseconds ?? 0);
	const all = byLines.map(each => each.p50Milliseconds ?? 0);
	const result = {
		machine: machine(),
		completionsPerSize: samples,
		byLines,
		/** The slowest size over the fastest, by medians. */
		slowestOverFastest: rounded(Math.max(...all) / Math.min(...all), 3),
		slowestOverFastestFrom1000Lines: rounded(Math.max(...full) / Math.min(...full), 3),
	};
	console.log(
		table(
			['lines', 'p50 ms', 'p95 ms'],
			byLines.map(each => [each.lines, each.p50Milliseconds, each.p95Milliseconds]),
		),
	);
	console.log(`\nslowest size over fastest, by medians: ${result.slowestOverFastest}\n${result.machine}`);
	writeJson(options.text('json') ?? 'out/bench/overhead.json', result);
	writeText(
		options.text('svg') ?? 'out/bench/overhead.svg',
		logLogChart({
			title: 'The extension’s own time per completion',
			x: 'lines in the file',
			y: 'milliseconds',
			series: [
				{ name: 'p95', points: byLines.map(each => [each.lines, each.p95Milliseconds ?? 0]) },
				{ name: 'median', points: byLines.map(each => [each.lines, each.p50Milliseconds ?? 0]) },
			],
		}),
	);
}

void main();
