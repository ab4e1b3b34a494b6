/** When a model took more memory than planned: says so once in a window, and offers the plan that allows for it. */
import * as vscode from 'vscode';
import type { InstalledModel } from '../../core/engine/engine';
import type { Staffing } from '../../core/plan/staffing';
import type { LearnedMargin } from './learnedMargin';
import type { LoadDifference } from './loadCheck';
import { modelName } from '../modelName';
import { bytesText } from './planText';

export class PlanAgain {
	private told = false;

	constructor(
		private readonly margin: LearnedMargin,
		private readonly staffing: Staffing,
	) {}

	learn(model: InstalledModel, difference: LoadDifference): void {
		this.margin.note(difference.gpuBytes);
		if (difference.gpuBytes > 0 && !this.told) void this.offer(model, difference);
	}

	private async offer(model: InstalledModel, { gpuBytes }: LoadDifference): Promise<void> {
		this.told = true;
		const again = vscode.l10n.t('Plan Again');
		const said = vscode.l10n.t(
			'{0} takes {1} more GPU memory than planned. The next plan allows for it.',
			modelName(model),
			bytesText(gpuBytes),
		);
		if ((await vscode.window.showInformationMessage(said, again)) === again) await this.staffing.refresh();
	}
}
