/** A download with progress that can be paused and resumed; what was downloaded stays and is continued next time, also in another window. */
import * as vscode from 'vscode';
import { isAbortError } from '../../core/base/abort';
import { toEngineError } from '../../core/engine/engineError';
import { toSignal } from '../cancellation';
import { DownloadError } from '../../core/download/downloadError';
import { describeDownloadError, describeStatus } from '../trouble/describeDownload';
import { describeError } from '../trouble/describeError';
import { gigabytes } from '../plan/planText';
import type { ModelStore } from './modelStore';

/** Says whether the model is there now. Cancelling pauses: a notification keeps the way to go on, from where it was. */
export async function pullWithProgress(store: ModelStore, name: string): Promise<boolean> {
	for (;;) {
		const outcome = await pullOnce(store, name);
		if (outcome.kind === 'done') return true;
		if (!(await wantsToGoOn(name, outcome))) return false;
	}
}

type PullOutcome =
	{ readonly kind: 'done' } | { readonly kind: 'paused'; readonly share: number } | { readonly kind: 'failed'; readonly why: string };

async function wantsToGoOn(name: string, outcome: Exclude<PullOutcome, { kind: 'done' }>): Promise<boolean> {
	if (outcome.kind === 'failed') {
		const again = vscode.l10n.t('Try Again');
		return (await vscode.window.showErrorMessage(outcome.why, again)) === again;
	}
	const resume = vscode.l10n.t('Resume');
	const said = vscode.l10n.t('The download of {0} is paused at {1} %. What is here is kept.', name, Math.floor(outcome.share));
	return (await vscode.window.showInformationMessage(said, resume)) === resume;
}

async function pullOnce(store: ModelStore, name: string): Promise<PullOutcome> {
	const title = vscode.l10n.t('Downloading {0} (cancel to pause)', name);
	const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
	return vscode.window.withProgress(options, async (progress, token): Promise<PullOutcome> => {
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
			return signal.aborted ? { kind: 'paused', share: shownShare } : { kind: 'done' };
		} catch (error) {
			if (signal.aborted || isAbortError(error)) return { kind: 'paused', share: shownShare };
			return { kind: 'failed', why: error instanceof DownloadError ? describeDownloadError(error) : describeError(toEngineError(error)) };
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
