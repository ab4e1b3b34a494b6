/** The result of the headless run as a table for people. */
import { seconds } from '../lib/say.mjs';

export function printResult(result) {
	const rows = result.steps.map(step => [step.ok ? '✔' : '✘', step.title, seconds(step.milliseconds), step.screenshot]);
	console.log(`\n${table(rows)}\n`);
	for (const { ok, title, detail } of result.steps) if (!ok) console.log(`✘ ${title}\n${indent(detail)}\n`);
	const { figures } = result;
	console.log(
		table([
			['engine', describe(result.engine)],
			['hardware', describe(result.hardware)],
			['plan', describe(result.plan)],
			['status bar', result.statusBar?.text ?? 'unknown'],
			['activation', withUnit(result.activationMilliseconds, 'ms')],
			['first grey text', withUnit(figures.firstGhostTextMilliseconds, 'ms after the last key, loading included')],
			['first token', withUnit(figures.firstTokenMilliseconds, 'ms')],
			['completion', withUnit(figures.completionTokensPerSecond, 'tokens/s')],
			['chat', withUnit(figures.chatTokensPerSecond, 'tokens/s')],
		]),
	);
	console.log(`\n${result.ok ? '✔ everything works' : '✘ something failed'}; pictures and result.json are in out/demo`);
}

/** Columns as wide as their widest cell. */
export function table(rows) {
	const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
	return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}

function withUnit(value, unit) {
	return typeof value === 'number' ? `${Math.round(value * 10) / 10} ${unit}` : 'unknown';
}

function describe(value) {
	if (value === undefined) return 'unknown';
	if (typeof value === 'string') return value;
	return typeof value.summary === 'string' ? value.summary : JSON.stringify(value);
}

function indent(text) {
	return text.replace(/^/gm, '    ');
}
