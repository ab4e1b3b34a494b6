/** A model's name as every surface shows it: "6.7B Q4_K_M", "6.7B", "demo model". */
import * as vscode from 'vscode';
import type { InstalledModel } from '../core/engine/engine';
import { sizeName } from '../core/models/sizeName';

export function modelName(model: InstalledModel): string {
	if (model.isDemo) return vscode.l10n.t('demo model');
	return [shortName(model), model.quantization].filter(Boolean).join(' ');
}

/** Size for one parameter count in a family; the whole label where the size is not known. */
export function shortName(model: InstalledModel): string {
	if (model.isDemo) return vscode.l10n.t('demo model');
	return model.parameters ? sizeName(model.parameters) : model.label;
}
