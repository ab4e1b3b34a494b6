/** The plan's and the probe's sentences in the user's language. */
import * as vscode from 'vscode';
import type { LoadedModel } from '../../core/engine/engine';
import { hardwareSentences, type HardwareNote } from '../../core/plan/hardware';
import { memoryOf } from '../../core/plan/ownMemory';
import { planSentences, type Sentence } from '../../core/plan/plan';
import type { Staff } from '../../core/plan/staffing';

export function planSentence({ key, parameters }: Sentence): string {
	return vscode.l10n.t(planSentences[key], ...parameters.map(asSold));
}

export function noteSentence(note: HardwareNote): string {
	return vscode.l10n.t(hardwareSentences[note.key], ...note.parameters);
}

/** The core counts in GiB and says so; people know the same memory as the GB that is printed on the box. */
function asSold(parameter: string): string {
	return parameter.replace(/^([\d.]+) GiB$/, '$1 GB');
}

/** "takes 9.6 GB of the 11.2 GB that are free" and the share, on the memory that the models are in; what is loaded counts as the engine says. */
export function memoryText(
	{ hardware, plan }: Staff,
	loaded: readonly { readonly loaded: LoadedModel }[],
): { readonly text: string; readonly share: number } | undefined {
	const { gpuBytes, hostBytes } = memoryOf(
		plan.now,
		loaded.map(each => each.loaded),
	);
	const gpuFree = hardware.gpus.reduce((sum, gpu) => sum + (gpu.freeBytes ?? 0), 0);
	const [used, free] = gpuBytes > 0 ? [gpuBytes, gpuFree] : [hostBytes, hardware.ram.freeBytes];
	if (used === 0 || free === 0) return undefined;
	return { text: vscode.l10n.t('takes {0} of the {1} that are free', bytesText(used), bytesText(free)), share: used / free };
}

/** "9.6 GB", and "61 MB" where gigabytes would say 0.1. */
export function bytesText(bytes: number): string {
	return bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${gigabytes(bytes)} GB`;
}

/** Binary gigabytes with one digit, as the cards are sold. */
export function gigabytes(bytes: number): string {
	return (bytes / 2 ** 30).toFixed(1);
}
