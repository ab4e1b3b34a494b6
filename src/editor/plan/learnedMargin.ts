/**
 * What this machine's loads took beyond the plan, remembered across windows: the next plan leaves that much more room.
 * A load that fits its estimate again pushes an old surprise out after a while, so that one bad day is not paid for ever.
 */
import type * as vscode from 'vscode';

const key = 'loadDifferences';

/** As many loads as a few working days have. */
const remembered = 8;

export class LearnedMargin {
	constructor(private readonly memento: vscode.Memento) {}

	/** Bytes to leave free on the GPU beyond the plan's own margin; never negative, since a lucky load promises nothing. */
	get bytes(): number {
		return Math.max(0, ...this.differences);
	}

	/** @param gpuDifference bytes taken on the GPU less bytes planned, beyond what the estimate calls its uncertainty; 0 when it was right */
	note(gpuDifference: number): void {
		void this.memento.update(key, [...this.differences, gpuDifference].slice(-remembered));
	}

	private get differences(): readonly number[] {
		return this.memento.get<readonly number[]>(key, []);
	}
}
