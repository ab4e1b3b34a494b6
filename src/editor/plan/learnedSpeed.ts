/** How fast this machine's devices were, against what was predicted: remembered across windows, so that the next plan predicts what will be seen. */
import type * as vscode from 'vscode';
import { learnedRatio, type SpeedRatios } from '../../core/plan/learnedSpeed';

const key = 'speedRatios';

/** Some hours of work; a laptop that was on battery is forgotten again after that. */
const remembered = 40;

export class LearnedSpeed {
	constructor(private readonly memento: vscode.Memento) {}

	get ratios(): SpeedRatios {
		return Object.fromEntries(Object.entries(this.measured).map(([device, ratios]) => [device, learnedRatio(ratios)]));
	}

	/** @param ratio measured tokens per second over predicted */
	note(device: string, ratio: number): void {
		const { measured } = this;
		void this.memento.update(key, { ...measured, [device]: [...(measured[device] ?? []), ratio].slice(-remembered) });
	}

	private get measured(): Readonly<Record<string, readonly number[]>> {
		return this.memento.get<Readonly<Record<string, readonly number[]>>>(key, {});
	}
}
