/** A download with progress that can be cancelled; what was downloaded stays and is continued next time. */
import * as vscode from 'vscode';
import { isAbortError } from '../../core/base/abort';
import { toEngineError } from '../../core/engine/engineError';
import { toSignal } from '../cancellation';
import { DownloadError } from '../../core/download/downloadError';
import { describeDownloadError, describeStatus } from '../trouble/describeDownload';
import { describeError } from '../trouble/describeError';
import { gigabytes } from '../plan/planText';
import type { ModelStore } from './modelStore';

/** Says whether the model is there now. */
export async function pullWithProgress(store: ModelStore, name: string): Promise<boolean> {
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
					const isSteady = totalBytes > 0 && describeStatus(status) === status;
					const message = isSteady ? speed.describe(completedBytes, totalBytes) : describeStatus(status);
					progress.report({ message, increment: Math.max(0, share - shownShare) });
					shownShare = Math.max(shownShare, share);
				},
				signal,
			);
			return !signal.aborted;
		} catch (error) {
			if (signal.aborted || isAbortError(error)) return false;
			const said = error instanceof DownloadError ? describeDownloadError(error) : describeError(toEngineError(error));
			void vscode.window.showErrorMessage(said);
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
