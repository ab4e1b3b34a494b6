/** When a model took more memory than planned, or was not as fast: learns it, and once offers the plan that allows for it. */
import * as vscode from 'vscode';
import type { InstalledModel } from '../../core/engine/engine';
import type { Figures } from '../../core/metrics/speedMeter';
import { perSecond } from '../../core/plan/format';
import { deviceOf, isOff, ratioOf, replacement } from '../../core/plan/learnedSpeed';
import { machineOf } from '../../core/plan/machine';
import { makePlan } from '../../core/plan/makePlan';
import { chatting, type Choice } from '../../core/plan/plan';
import type { Staff, Staffing } from '../../core/plan/staffing';
import { command } from '../ids';
import { modelName } from '../modelName';
import type { LearnedMargin } from './learnedMargin';
import type { LearnedSpeed } from './learnedSpeed';
import type { LoadDifference } from './loadCheck';
import { bytesText } from './planText';

export interface PlanAgainDeps {
	readonly margin: LearnedMargin;
	readonly speed: LearnedSpeed;
	readonly staffing: Pick<Staffing, 'staff' | 'refresh'>;
	readonly memento: vscode.Memento;
	readonly log: { info(message: string): void };
}

/** Models whose slowness was told: each once in a lifetime. */
const toldKey = 'slowModelsTold';

export class PlanAgain {
	private told = false;

	constructor(private readonly deps: PlanAgainDeps) {}

	learn(model: InstalledModel, { gpuBytes }: LoadDifference): void {
		this.deps.margin.note(gpuBytes);
		if (gpuBytes <= 0 || this.told) return;
		this.told = true;
		void this.offer(
			vscode.l10n.t('{0} takes {1} more GPU memory than planned. The next plan allows for it.', modelName(model), bytesText(gpuBytes)),
		);
	}

	/** An answer was measured: what the device reaches, and whether another plan would now be better. */
	measure(figures: Figures): void {
		const { staffing, speed } = this.deps;
		const { staff } = staffing;
		const choice = staff && (figures.role === 'completion' ? staff.plan.now.completes : chatting(staff.plan.now));
		if (!choice || choice.installed?.isDemo !== false) return;
		const device = deviceOf(choice, machineOf(staff.hardware, staff.settings).gpuName);
		if (device === undefined) return;
		const planned = staff.settings.speedRatios?.[device] ?? 1;
		const ratio = ratioOf(figures, choice, planned);
		if (ratio === undefined) return;
		speed.note(device, ratio);
		const learned = speed.ratios[device] ?? 1;
		if (isOff(learned, planned)) this.weigh(staff, choice, (choice.predicted.tokensPerSecond * learned) / planned);
	}

	private weigh(staff: Staff, choice: Choice, tokensPerSecond: number): void {
		const { memento, speed, log } = this.deps;
		const told = memento.get<readonly string[]>(toldKey, []);
		if (told.includes(choice.model)) return;
		const plan = makePlan(staff.hardware, staff.models, { ...staff.settings, speedRatios: speed.ratios });
		const change = replacement(staff.plan.now, plan.now) ?? replacement(staff.plan.best, plan.best);
		const figures = [perSecond(tokensPerSecond), perSecond(choice.predicted.tokensPerSecond)];
		log.info(
			`${choice.label} ${choice.quantization}: ${figures[0]} tok/s measured, ${figures[1]} predicted; the next plan predicts with that`,
		);
		if (change === undefined) return;
		void memento.update(toldKey, [...told, choice.model]);
		const { better } = change;
		void this.offer(
			vscode.l10n.t(
				'{0} makes {1} tok/s here, {2} were predicted. With that the plan would take {3}, about {4} tok/s.',
				choice.label,
				...figures,
				`${better.label} ${better.quantization}`,
				perSecond(better.predicted.tokensPerSecond),
			),
		);
	}

	private async offer(said: string): Promise<void> {
		const [again, look] = [vscode.l10n.t('Plan Again'), vscode.l10n.t('Show Plan')];
		const picked = await vscode.window.showInformationMessage(said, again, look);
		if (picked === undefined) return;
		await this.deps.staffing.refresh();
		if (picked === look) await vscode.commands.executeCommand(command.showPlan);
	}
}
