/** With how many threads each model was quickest on this machine: remembered across windows, so that it is measured once. */
import type * as vscode from 'vscode';
import type { InstalledModel } from '../../core/engine/engine';

const key = 'bestThreads';

/** More models than anybody keeps. */
const remembered = 50;

export class LearnedThreads {
	/** @param machine its processor, as one memory may serve several machines (remote windows) */
	constructor(
		private readonly memento: vscode.Memento,
		private readonly machine: string,
	) {}

	of(model: InstalledModel): number | undefined {
		return this.known.find(([name]) => name === this.nameOf(model))?.[1];
	}

	note(model: InstalledModel, threads: number): void {
		const name = this.nameOf(model);
		const others = this.known.filter(([known]) => known !== name);
		void this.memento.update(key, [...others, [name, threads]].slice(-remembered));
	}

	/** A file of the same size is the same model, wherever it lies. */
	private nameOf({ label, quantization, fileBytes }: InstalledModel): string {
		return [this.machine, label, quantization, fileBytes].join(', ');
	}

	private get known(): readonly (readonly [string, number])[] {
		return this.memento.get<readonly (readonly [string, number])[]>(key, []);
	}
}
