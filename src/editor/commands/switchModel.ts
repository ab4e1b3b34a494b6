/** Chooses an installed model for a role, or gives the choice back to the plan. */
import * as vscode from 'vscode';
import type { Role } from '../../core/engine/engine';
import type { Staffing } from '../../core/plan/staffing';
import { modelName } from '../modelName';
import { gigabytes } from '../plan/planText';
import type { Settings } from '../settings/settings';

export async function switchModel(staffing: Staffing, settings: Settings): Promise<void> {
	await staffing.refresh();
	const models = staffing.staff?.models ?? [];
	const role = await pickRole();
	if (!role) return;
	const automatic = { label: vscode.l10n.t('Automatic'), description: vscode.l10n.t('what the plan chooses for this machine'), id: 'auto' };
	const items = models.map(model => ({
		label: model.label,
		description: [modelName(model), `${gigabytes(model.fileBytes)} GB`].join(' · '),
		detail: model.roles.includes(role) ? undefined : vscode.l10n.t('not made for this'),
		id: model.id,
	}));
	const picked = await vscode.window.showQuickPick([automatic, ...items], {
		title: vscode.l10n.t('Switch model'),
		matchOnDescription: true,
	});
	if (picked) await settings.set(role === 'completion' ? 'model.completion' : 'model.chat', picked.id);
}

async function pickRole(): Promise<Role | undefined> {
	const items: (vscode.QuickPickItem & { role: Role })[] = [
		{ label: `$(edit) ${vscode.l10n.t('Completions')}`, role: 'completion' },
		{ label: `$(comment-discussion) ${vscode.l10n.t('Chat')}`, role: 'chat' },
	];
	return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which work?') }))?.role;
}
