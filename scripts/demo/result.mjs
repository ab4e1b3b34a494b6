/** The result of the headless run as a table for people. */
import { seconds } from '../lib/say.mjs';

export function printResult(result) {
	const rows = result.steps.map(step => [step.ok ? '✔' : '✘', step.title, seconds(step.milliseconds), step.screenshot]);
	console.log(`\n${table(rows)}\n`);
	for (const { ok, title, detail } of result.steps) if (!ok) console.log(`✘ ${title}\n${indent(detail)}\n`);
	const { figures } = result;
	console.log(
		table([
			['engine', result.engine ?? 'unknown'],
			['hardware', describeHardware(result.hardware)],
			['plan', describePlan(result.plan)],
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
	return rows
		.map(row =>
			row
				.map((cell, column) => cell.padEnd(widths[column]))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

function withUnit(value, unit) {
	return typeof value === 'number' ? `${Math.round(value * 10) / 10} ${unit}` : 'unknown';
}

function describeHardware(hardware) {
	if (!hardware) return 'unknown';
	const gpus = hardware.gpus.map(gpu => gpu.name).join(', ') || 'no GPU';
	return `${gpus}; RAM ${gib(hardware.ram.totalBytes)}, ${gib(hardware.ram.freeBytes)} free; ${hardware.cores} cores`;
}

function describePlan(plan) {
	const model = plan?.now?.completes;
	return model ? `${model.label} ${model.quantization ?? ''} with ${model.contextTokens} tokens of context` : 'no model';
}

function gib(bytes) {
	return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

function indent(text) {
	return text.replace(/^/gm, '    ');
}
