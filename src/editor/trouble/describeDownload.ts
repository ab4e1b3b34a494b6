/** How a download goes and what went wrong with it, in the user's words: the thing, the number, the way out. */
import * as vscode from 'vscode';
import type { DownloadError } from '../../core/download/downloadError';
import { gigabytes } from '../plan/planText';

export function describeDownloadError({ kind, details, message }: DownloadError): string {
	const host = details.host ?? hostOf(details.url) ?? vscode.l10n.t('the server');
	switch (kind) {
		case 'offline':
			return vscode.l10n.t('{0} cannot be reached. What was downloaded is kept; try again when you are online.', host);
		case 'interrupted':
			return vscode.l10n.t('The connection to {0} broke off again and again. What was downloaded is kept; try again later.', host);
		case 'server':
			return vscode.l10n.t('{0} cannot send the file now (status {1}). Try again later.', host, details.status ?? '?');
		case 'notFound':
			return vscode.l10n.t('{0} does not have this file. Choose another model, or use a GGUF file that you have.', host);
		case 'unauthorized':
			return vscode.l10n.t('{0} wants a login for this file. Choose another model, or use a GGUF file that you have.', host);
		case 'badRedirect':
		case 'notAModel':
			return vscode.l10n.t('{0} sent something that is no model; a proxy or a login page may stand between.', host);
		case 'changed':
		case 'sizeMismatch':
		case 'hashMismatch':
			return vscode.l10n.t('The file from {0} is not the one that was expected, and was not kept. Try again.', host);
		case 'tooLittleSpace':
			return vscode.l10n.t(
				'The download needs {0} GB, {1} GB of the disk are free. Make room and try again.',
				gigabytes(details.needBytes ?? 0),
				gigabytes(details.freeBytes ?? 0),
			);
		case 'unwritable':
			return vscode.l10n.t('The file cannot be written: {0}', message);
	}
}

/** A store's word for what it does now; Ollama's own words are shown as they are. */
export function describeStatus(status: string): string {
	switch (status) {
		case 'connecting':
			return vscode.l10n.t('connecting…');
		case 'retrying':
			return vscode.l10n.t('it broke off and is tried again…');
		case 'restarted':
			return vscode.l10n.t('the file changed, it begins anew…');
		case 'checking':
			return vscode.l10n.t('checking the file…');
		case 'elsewhere':
			return vscode.l10n.t('another window downloads it…');
		default:
			return status;
	}
}

function hostOf(url: string | undefined): string | undefined {
	return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}
