/** A model's name as every surface shows it: "6.7B Q4_K_M", "6.7B", "demo model". */
import * as vscode from 'vscode';
import type { InstalledModel } from '../core/engine/engine';

export function modelName(model: InstalledModel): string {
	if (model.isDemo) return vscode.l10n.t('demo model');
	return [shortName(model), model.quantization].filter(Boolean).join(' ');
}

/** Size for one parameter count in a family; the whole label where the size is not known. */
export function shortName(model: InstalledModel): string {
	if (model.isDemo) return vscode.l10n.t('demo model');
	return model.parameters ? formatParameters(model.parameters) : model.label;
}

/** 1,346,471,936 becomes "1.3B". */
function formatParameters(parameters: number): string {
	const billions = parameters / 1e9;
	return billions >= 10 ? `${Math.round(billions)}B` : `${billions.toFixed(1)}B`;
}
