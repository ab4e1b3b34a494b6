/** "Use a GGUF File": checks a file of the user's and lets the built-in engine work with it, in its place. */
import * as vscode from 'vscode';
import { GgufError, type GgufProblem } from '../../core/models/ggufError';
import type { GgufHeader } from '../../core/models/ggufHeader';
import type { Staffing } from '../../core/plan/staffing';
import type { Settings } from '../settings/settings';

export interface UseGgufFileDeps {
	readonly staffing: Staffing;
	readonly settings: Settings;
	/** Throws a `GgufError` for a file that is no model or is cut short. */
	readonly readHeader: (file: string) => Promise<GgufHeader>;
}

export async function useGgufFile(deps: UseGgufFileDeps): Promise<void> {
	const [picked] = (await vscode.window.showOpenDialog({
		title: vscode.l10n.t('Use a GGUF file'),
		openLabel: vscode.l10n.t('Use'),
		filters: { GGUF: ['gguf'] },
	})) ?? [undefined];
	if (picked) await useFile(deps, picked);
}

/** Names the file in the settings, so that it is found again, and gives it the roles it was made for. */
export async function useFile({ staffing, settings, readHeader }: UseGgufFileDeps, uri: vscode.Uri): Promise<void> {
	const file = uri.fsPath;
	const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
	const problem = await problemOf(readHeader, file);
	if (problem !== undefined) {
		void vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be used: {1}', name, problem));
		return;
	}
	const folder = vscode.Uri.joinPath(uri, '..').fsPath;
	const folders = settings.get('embedded.modelFolders');
	if (!folders.includes(folder)) await settings.set('embedded.modelFolders', [...folders, folder]);
	await staffing.refresh();
	if (staffing.staff?.engine.id !== 'embedded') {
		await settings.set('engine', 'embedded');
		await staffing.refresh();
	}
	const model = staffing.staff?.models.find(each => each.id === file);
	if (!model) {
		void vscode.window.showErrorMessage(
			vscode.l10n.t('{0} cannot be used: {1}', name, vscode.l10n.t('the built-in engine does not list it; the log says why')),
		);
		return;
	}
	if (model.roles.includes('completion')) await settings.set('model.completion', file);
	if (model.roles.includes('chat')) await settings.set('model.chat', file);
	void vscode.window.showInformationMessage(vscode.l10n.t('{0} is used from now on, by the built-in engine.', model.label));
}

async function problemOf(readHeader: UseGgufFileDeps['readHeader'], file: string): Promise<string | undefined> {
	try {
		const { metadata } = await readHeader(file);
		const type = metadata.get('general.type');
		if (type === undefined || type === 'model') return undefined;
		return vscode.l10n.t('it is not a language model ({0})', JSON.stringify(type));
	} catch (error) {
		return error instanceof GgufError ? sentenceOf(error.problem) : String(error instanceof Error ? error.message : error);
	}
}

function sentenceOf(problem: GgufProblem): string {
	switch (problem) {
		case 'notGguf':
			return vscode.l10n.t('it is not a GGUF file');
		case 'unsupportedVersion':
			return vscode.l10n.t('its GGUF version is not supported (only 2 and 3 are)');
		case 'cutShort':
		case 'tensorsCutShort':
			return vscode.l10n.t('it is cut short; download it again');
		case 'absurd':
			return vscode.l10n.t('its header is damaged; download it again');
	}
}
