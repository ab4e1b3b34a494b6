/** Tells, once for each GPU, that a model runs on the CPU because the built-in engine can't use the GPU that is there. */
import * as vscode from 'vscode';
import type { Staff } from '../../core/plan/staffing';
import { hasRealModel } from '../../core/plan/plan';
import { command } from '../ids';
import { noteSentence } from '../plan/planText';

const key = 'toldGpus';

export async function tellUnusedGpu({ hardware, plan }: Staff, memento: vscode.Memento): Promise<void> {
	const note = hardware.notes.find(each => each.key === 'engineCannot');
	// The demo model is quick enough anywhere.
	if (!note || !hasRealModel(plan.now)) return;
	const told = memento.get<readonly string[]>(key, []);
	const names = note.parameters.join();
	if (told.includes(names)) return;
	await memento.update(key, [...told, names]);
	const showPlan = vscode.l10n.t('Show Plan');
	if ((await vscode.window.showWarningMessage(noteSentence(note), showPlan)) === showPlan) {
		await vscode.commands.executeCommand(command.showPlan);
	}
}
