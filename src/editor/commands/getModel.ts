/** Downloads a model through Ollama, with progress that can be cancelled; what was downloaded stays and is continued next time. */
import * as vscode from 'vscode';
import { isAbortError } from '../../core/base/abort';
import { toEngineError } from '../../core/engine/engineError';
import type { Choice } from '../../core/plan/plan';
import type { Staffing } from '../../core/plan/staffing';
import { toSignal } from '../cancellation';
import { describeError } from '../describeError';
import { command, section } from '../ids';
import { placeName } from '../placeName';
import { gigabytes } from '../planText';

export interface PullProgress {
	readonly completedBytes: number;
	readonly totalBytes: number;
	readonly status: string;
}

/** What can fetch models; today Ollama. */
export interface ModelStore {
	readonly place: string;
	isReachable(signal: AbortSignal): Promise<boolean>;
	pull(name: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void>;
}

export async function getModel(staffing: Staffing, store: ModelStore): Promise<void> {
	if (!(await store.isReachable(AbortSignal.timeout(2000)))) return sayHowWithoutOllama(store);
	await staffing.refresh();
	const name = await pickName(staffing.staff?.plan.offers ?? []);
	if (!name) return;
	if (await pullWithProgress(store, name)) await staffing.refresh();
}

async function sayHowWithoutOllama(store: ModelStore): Promise<void> {
	const again = vscode.l10n.t('Try Again');
	const folder = vscode.l10n.t('Use GGUF Files…');
	const said = vscode.l10n.t(
		'{0} does not answer. Start it with `ollama serve` to download models, or name a folder with GGUF files.',
		placeName(store.place),
	);
	const picked = await vscode.window.showInformationMessage(said, again, folder);
	if (picked === again) await vscode.commands.executeCommand(command.getModel);
	if (picked === folder) await vscode.commands.executeCommand('workbench.action.openSettings', `${section}.embedded.modelFolders`);
}

async function pickName(offers: readonly Choice[]): Promise<string | undefined> {
	const items = offers.flatMap(offer => {
		if (!offer.ollamaTag) return [];
		const description = `${offer.quantization} · ${gigabytes(offer.fileBytes)} GB · ${vscode.l10n.t('about {0} tok/s here', Math.round(offer.predicted.tokensPerSecond))}`;
		return [{ label: offer.label, description, detail: offer.ollamaTag, tag: offer.ollamaTag }];
	});
	const other = { label: vscode.l10n.t('Another name…'), description: '', detail: '', tag: '' };
	const picked = await vscode.window.showQuickPick([...items, other], { title: vscode.l10n.t('Get a model that fits this machine') });
	if (!picked || picked.tag) return picked?.tag;
	return vscode.window.showInputBox({
		prompt: vscode.l10n.t('Name in the Ollama library'),
		placeHolder: 'deepseek-coder:6.7b-base-q4_K_M',
	});
}

/** Says whether the model is there now. */
async function pullWithProgress(store: ModelStore, name: string): Promise<boolean> {
	const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Downloading {0}', name), cancellable: true };
	return vscode.window.withProgress(options, async (progress, token) => {
		const { signal, dispose } = toSignal(token);
		const speed = new DownloadSpeed();
		let shownShare = 0;
		try {
			await store.pull(
				name,
				({ completedBytes, totalBytes, status }) => {
					const share = totalBytes > 0 ? (completedBytes / totalBytes) * 100 : 0;
					const message = totalBytes > 0 ? speed.describe(completedBytes, totalBytes) : status;
					progress.report({ message, increment: Math.max(0, share - shownShare) });
					shownShare = Math.max(shownShare, share);
				},
				signal,
			);
			return !signal.aborted;
		} catch (error) {
			if (!signal.aborted && !isAbortError(error)) void vscode.window.showErrorMessage(describeError(toEngineError(error)));
			return false;
		} finally {
			dispose();
		}
	});
}

/** "1.2 of 4.1 GB · 23 MB/s · 2 min left" */
class DownloadSpeed {
	private startedAt: number | undefined;
	private startBytes = 0;

	describe(completedBytes: number, totalBytes: number): string {
		this.startedAt ??= Date.now();
		if (this.startBytes === 0) this.startBytes = completedBytes;
		const sizes = vscode.l10n.t('{0} of {1} GB', gigabytes(completedBytes), gigabytes(totalBytes));
		const seconds = (Date.now() - this.startedAt) / 1000;
		const perSecond = (completedBytes - this.startBytes) / seconds;
		if (seconds < 2 || perSecond <= 0) return sizes;
		const minutesLeft = Math.ceil((totalBytes - completedBytes) / perSecond / 60);
		return [sizes, `${(perSecond / 1e6).toFixed(0)} MB/s`, vscode.l10n.t('{0} min left', minutesLeft)].join(' · ');
	}
}
