/** The plan's and the probe's sentences in the user's language. */
import * as vscode from 'vscode';
import { hardwareSentences, type HardwareNote } from '../core/plan/hardware';
import { planSentences, type Choice, type Lineup, type Sentence } from '../core/plan/plan';
import { placeName } from './placeName';
import type { Staff } from '../core/plan/staffing';

export function planSentence(sentence: Sentence): string {
	return vscode.l10n.t(planSentences[sentence.key], ...sentence.parameters);
}

export function noteSentence(note: HardwareNote): string {
	return vscode.l10n.t(hardwareSentences[note.key], ...note.parameters);
}

/** "takes 9.6 GB of the 11.2 GB that are free" and the share, on the memory that the models are in. */
export function memoryText({ hardware, plan }: Staff): { readonly text: string; readonly share: number } | undefined {
	const { totalGpuBytes, totalHostBytes } = plan.now;
	const gpuFree = hardware.gpus.reduce((sum, gpu) => sum + (gpu.freeBytes ?? 0), 0);
	const [used, free] = totalGpuBytes > 0 ? [totalGpuBytes, gpuFree] : [totalHostBytes, hardware.ram.freeBytes];
	if (used === 0 || free === 0) return undefined;
	return { text: vscode.l10n.t('takes {0} of the {1} that are free', bytesText(used), bytesText(free)), share: used / free };
}

/** The whole plan as a document: the machine, what runs, what could, and why not the rest. */
export function planMarkdown(staff: Staff): string {
	const { hardware, plan, engine } = staff;
	const lines = [`# ${vscode.l10n.t('Model plan')}`, ''];
	lines.push(`## ${vscode.l10n.t('This machine')}`, '');
	for (const gpu of hardware.gpus) lines.push(`- ${gpu.name}: ${freeOfTotal(gpu.freeBytes, gpu.totalBytes)}`);
	lines.push(`- RAM: ${freeOfTotal(hardware.ram.freeBytes, hardware.ram.totalBytes)}`, `- ${vscode.l10n.t('{0} cores', hardware.cores)}`);
	for (const note of hardware.notes) lines.push(`- ${noteSentence(note)}`);
	lines.push('', `## ${vscode.l10n.t('Now')} (${placeName(engine.place)})`, '', planSentence(plan.now.reason), '', ...table(plan.now));
	if (plan.offers.length > 0)
		lines.push('', `## ${vscode.l10n.t('Fits this machine')}`, '', planSentence(plan.best.reason), '', ...table(plan.best));
	if (plan.best.next) lines.push('', planSentence(plan.best.next));
	lines.push('', `## ${vscode.l10n.t('Not chosen')}`, '');
	for (const each of plan.best.rejected) lines.push(`- ${each.model} ${each.quantization}: ${planSentence(each.why)}`);
	return `${lines.join('\n')}\n`;
}

function table(lineup: Lineup): string[] {
	const rows: string[] = [];
	if (lineup.completes) rows.push(row(vscode.l10n.t('completes'), lineup.completes));
	if (lineup.chats === 'same' && lineup.completes) rows.push(row(vscode.l10n.t('chats'), lineup.completes));
	else if (lineup.chats && lineup.chats !== 'same') rows.push(row(vscode.l10n.t('chats'), lineup.chats));
	if (rows.length === 0) return [];
	const head = [
		vscode.l10n.t('role'),
		vscode.l10n.t('model'),
		vscode.l10n.t('context'),
		vscode.l10n.t('GPU layers'),
		vscode.l10n.t('GPU memory'),
		vscode.l10n.t('RAM'),
		vscode.l10n.t('expected'),
	];
	return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows];
}

function row(role: string, choice: Choice): string {
	const cells = [
		role,
		`${choice.label} ${choice.quantization}`,
		String(choice.contextTokens),
		`${choice.gpuLayers} / ${choice.totalLayers}`,
		`${gigabytes(choice.bytes.totalGpuBytes)} GB`,
		`${gigabytes(choice.bytes.totalHostBytes)} GB`,
		vscode.l10n.t('{0} tok/s', Math.round(choice.predicted.tokensPerSecond)),
	];
	return `| ${cells.join(' | ')} |`;
}

function freeOfTotal(free: number | null, total: number | null): string {
	if (total === null) return vscode.l10n.t('memory unknown');
	if (free === null) return vscode.l10n.t('{0} GB, free unknown', gigabytes(total));
	return vscode.l10n.t('{0} of {1} free', bytesText(free), bytesText(total));
}

/** "9.6 GB", and "61 MB" where gigabytes would say 0.1. */
export function bytesText(bytes: number): string {
	return bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${gigabytes(bytes)} GB`;
}

/** Binary gigabytes with one digit, as the cards are sold. */
export function gigabytes(bytes: number): string {
	return (bytes / 2 ** 30).toFixed(1);
}
