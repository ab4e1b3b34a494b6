/**
 * The one quiet notification of the first minutes: a better model fits this machine. Made once in a lifetime, in a pause of the user's work,
 * and only when something here could fetch the model; the status bar's menu keeps the offer.
 */
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable';
import { machineOf, type MachineSettings } from '../../core/plan/machine';
import { perSecond } from '../../core/plan/format';
import { hasRealModel, type Choice } from '../../core/plan/plan';
import type { Staff, Staffing } from '../../core/plan/staffing';
import { fileSize } from '../commands/getModel';
import { reachableStores, type ModelStore } from '../commands/modelStore';
import type { WantedModel } from './alternatives';

export interface OfferDeps {
	readonly staffing: Pick<Staffing, 'staff' | 'onDidChange'>;
	readonly settings: () => MachineSettings;
	readonly stores: () => readonly ModelStore[];
	readonly memento: vscode.Memento;
	readonly download: (wanted: WantedModel) => Promise<boolean>;
	readonly choose: () => Thenable<unknown>;
	/** Shorter for tests. */
	readonly quietMs?: number;
	/** Whether anybody looks at this window. */
	readonly isFocused?: () => boolean;
}

const offeredKey = 'modelOffered';

/** Nobody who types is interrupted: the offer waits for this long without a key or a click in an editor. */
const usualQuietMs = 30_000;

export class Offer implements Disposable {
	private readonly store = new DisposableStore();
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly deps: OfferDeps) {
		if (deps.memento.get(offeredKey)) return;
		const wait = () => this.waitForQuiet();
		this.store.add(deps.staffing.onDidChange(wait));
		this.store.add(vscode.workspace.onDidChangeTextDocument(wait));
		this.store.add(vscode.window.onDidChangeTextEditorSelection(wait));
		this.store.add(vscode.window.onDidChangeWindowState(wait));
		wait();
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.store.dispose();
	}

	private waitForQuiet(): void {
		clearTimeout(this.timer);
		const { staff } = this.deps.staffing;
		const { isFocused = () => vscode.window.state.focused } = this.deps;
		if (!staff || offersOf(staff).length === 0 || !isFocused()) return;
		this.timer = setTimeout(() => void this.offer(), this.deps.quietMs ?? usualQuietMs);
	}

	private async offer(): Promise<void> {
		const { staffing, stores, memento, settings, download, choose } = this.deps;
		const able = await reachableStores(stores());
		const { staff } = staffing;
		const offers = staff ? offersOf(staff).filter(each => able.some(store => store.nameOf(each) !== undefined)) : [];
		// Another window may have asked meanwhile.
		if (!staff || offers.length === 0 || memento.get(offeredKey)) return;
		this.dispose();
		await memento.update(offeredKey, true);
		const [yes, other, no] = [vscode.l10n.t('Download'), vscode.l10n.t('Choose…'), vscode.l10n.t('Not Now')];
		const picked = await vscode.window.showInformationMessage(offerText(staff, offers, settings()), yes, other, no);
		if (picked === other) await choose();
		if (picked !== yes) return;
		for (const each of offers) if (!(await download(each))) return;
	}
}

/** What to offer: only who has no real model yet is asked; who chose one knows how to get another. */
export function offersOf({ plan: { now, offers } }: Staff): readonly Choice[] {
	return hasRealModel(now) ? [] : offers;
}

/** "deepseek-coder 6.7B Q4_K_M (4.1 GB) fits your RTX 3070 (7.2 of 8 GB free), about 45 tok/s." */
export function offerText({ hardware }: Staff, offers: readonly Choice[], settings: MachineSettings): string {
	const { gpuName, gpuFreeBytes, gpuTotalBytes } = machineOf(hardware, settings);
	const [first, second] = offers;
	const names = [first, second].map(each => (each ? `${each.label} ${each.quantization} (${fileSize(each.fileBytes)})` : ''));
	const speed = perSecond(first?.predicted.tokensPerSecond ?? 0);
	const isOnGpu = gpuName !== undefined && offers.every(each => each.gpuLayers > 0);
	const [freeBytes, totalBytes] = isOnGpu ? [gpuFreeBytes, gpuTotalBytes] : [hardware.ram.freeBytes, hardware.ram.totalBytes];
	const memory = [round(freeBytes), round(totalBytes)] as const;
	if (isOnGpu) {
		const card = gpuName.replace(/NVIDIA |GeForce |AMD |Radeon (?=RX)/g, '');
		return second
			? vscode.l10n.t('{0} and {1} fit your {2} ({3} of {4} GB free), about {5} tok/s.', ...names, card, ...memory, speed)
			: vscode.l10n.t('{0} fits your {1} ({2} of {3} GB free), about {4} tok/s.', names[0] ?? '', card, ...memory, speed);
	}
	return second
		? vscode.l10n.t('{0} and {1} fit this machine ({2} of {3} GB of memory free), about {4} tok/s.', ...names, ...memory, speed)
		: vscode.l10n.t('{0} fits this machine ({1} of {2} GB of memory free), about {3} tok/s.', names[0] ?? '', ...memory, speed);
}

/** "7.2", and "8" where the digit would be a nought. */
function round(bytes: number): string {
	return (bytes / 2 ** 30).toFixed(1).replace(/\.0$/, '');
}
