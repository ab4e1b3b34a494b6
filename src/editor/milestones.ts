/** What the user has done at least once, as context keys that the walkthrough's steps look at; kept for good. */
import * as vscode from 'vscode';
import { contextKey } from './ids';

export type Milestone = keyof typeof contextKey;

export class Milestones {
	private readonly reached = new Set<Milestone>();

	constructor(private readonly memento: vscode.Memento) {
		for (const each of Object.keys(contextKey) as Milestone[]) if (memento.get(contextKey[each])) this.tell(each);
	}

	/** Costs nothing the second time: completions reach theirs at every key. */
	reach(milestone: Milestone): void {
		if (this.reached.has(milestone)) return;
		this.tell(milestone);
		void this.memento.update(contextKey[milestone], true);
	}

	private tell(milestone: Milestone): void {
		this.reached.add(milestone);
		void vscode.commands.executeCommand('setContext', contextKey[milestone], true);
	}
}
