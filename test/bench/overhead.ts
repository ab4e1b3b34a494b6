/**
 * The extension's own time per completion, as measured in the extension host of a real VS Code (test/bench/overheadInHost.ts): reading the
 * document, deciding, cutting the prompt, stop rules, filters. `npm run bench:overhead`, `-- --json FILE` for another place.
 */
import * as fs from 'node:fs';
import { Options } from '../../src/lab/options';
import { logLogChart } from './charts';
import type { HostRun } from './overheadInHost';
import { machine, percentile, rounded, table, writeJson, writeText } from './statistics';

interface Row {
	readonly size: number;
	readonly p50Milliseconds: number | null;
	readonly p95Milliseconds: number | null;
}

function rowOf(size: number, milliseconds: readonly number[]): Row {
	return {
		size,
		p50Milliseconds: rounded(percentile(milliseconds, 0.5), 3),
		p95Milliseconds: rounded(percentile(milliseconds, 0.95), 3),
	};
}

/** The slowest size over the fastest, by medians. */
function slowestOverFastest(rows: readonly Row[]): number | null {
	const medians = rows.map(({ p50Milliseconds }) => p50Milliseconds ?? 0);
	return rounded(Math.max(...medians) / Math.min(...medians), 3);
}

function print(what: string, rows: readonly Row[]): void {
	const cells = rows.map(({ size, p50Milliseconds, p95Milliseconds }) => [size, p50Milliseconds, p95Milliseconds]);
	console.log(`\n${table([what, 'p50 ms', 'p95 ms'], cells)}`);
	console.log(`slowest over fastest, by medians: ${slowestOverFastest(rows)}`);
}

function seriesOf(what: string, rows: readonly Row[]) {
	const points = (of: (row: Row) => number | null) => rows.map((row): readonly [number, number] => [row.size, of(row) ?? 0]);
	return [
		{ name: `${what}, p95`, points: points(row => row.p95Milliseconds) },
		{ name: `${what}, median`, points: points(row => row.p50Milliseconds) },
	];
}

const options = new Options(process.argv.slice(2), ['json', 'svg', 'runs']);
const runs = JSON.parse(fs.readFileSync(options.text('runs') ?? 'out/bench/overhead-runs.json', 'utf8')) as readonly HostRun[];
const byLines = (runs[0]?.bySize ?? []).map(({ lines, milliseconds }) => rowOf(lines, milliseconds));
const byFiles = runs.slice(1).map(({ workspaceFiles, bySize }) => rowOf(workspaceFiles, bySize[0]?.milliseconds ?? []));
const all = runs.flatMap(({ bySize }) => bySize.flatMap(({ milliseconds }) => milliseconds));
const failures = runs.flatMap(run => run.failures);

print('lines in the file', byLines);
print('files in the workspace', byFiles);
console.log(`\nall ${all.length} completions: p95 ${rounded(percentile(all, 0.95), 3)} ms\n${machine()}`);
if (failures.length > 0) {
	console.error(`${failures.length} completions did not go the whole way: ${failures.slice(0, 3).join(' ')}`);
	process.exitCode = 1;
}
writeJson(options.text('json') ?? 'out/bench/overhead.json', {
	machine: machine(),
	completions: all.length,
	p95Milliseconds: rounded(percentile(all, 0.95), 3),
	byLines,
	linesSlowestOverFastest: slowestOverFastest(byLines),
	byWorkspaceFiles: byFiles,
	filesSlowestOverFastest: slowestOverFastest(byFiles),
});
writeText(
	options.text('svg') ?? 'out/bench/overhead.svg',
	logLogChart({
		title: 'The extension’s own time per completion',
		x: 'lines in the file, or files in the workspace',
		y: 'milliseconds',
		series: [...seriesOf('lines', byLines), ...seriesOf('files', byFiles)],
	}),
);
