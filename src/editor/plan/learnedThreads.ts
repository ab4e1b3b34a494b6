/** With how many threads each model was quickest on this machine, remembered across windows. */
import type * as vscode from 'vscode';
import type { InstalledModel } from '../../core/engine/engine';

const key = 'measuredThreads';

/** More models than anybody keeps. */
const remembered = 50;

/** One measurement may have met a busy moment, as the start of VS Code is: so each of the first loads measures, and the middle one counts. */
const enough = 3;

type Known = readonly [model: string, measured: readonly number[]];

export class LearnedThreads {
	/** @param machine its processor, as one memory may serve several machines (remote windows) */
	constructor(
		private readonly memento: vscode.Memento,
		private readonly machine: string,
	) {}

	/** `undefined` while it is to be measured. */
	of(model: InstalledModel): number | undefined {
		const measured = this.measured(model);
		return measured.length < enough ? undefined : [...measured].sort((one, other) => one - other)[enough >> 1];
	}

	note(model: InstalledModel, threads: number): void {
		const name = this.nameOf(model);
		const others = this.known.filter(([known]) => known !== name);
		void this.memento.update(key, [...others, [name, [...this.measured(model), threads].slice(-enough)]].slice(-remembered));
	}

	private measured(model: InstalledModel): readonly number[] {
		return this.known.find(([name]) => name === this.nameOf(model))?.[1] ?? [];
	}

	/** A file of the same size is the same model, wherever it lies. */
	private nameOf({ label, quantization, fileBytes }: InstalledModel): string {
		return [this.machine, label, quantization, fileBytes].join(', ');
	}

	private get known(): readonly Known[] {
		return this.memento.get<readonly Known[]>(key, []);
	}
}
