/** How many tokens this machine made today: the tokens that were not paid for elsewhere. Kept across windows' ends. */
import type * as vscode from 'vscode';

interface Stored {
	readonly day: string;
	readonly tokens: number;
}

const key = 'tokensToday';

export class TokensToday {
	constructor(private readonly memento: vscode.Memento) {}

	get count(): number {
		const stored = this.memento.get<Stored>(key);
		return stored?.day === today() ? stored.tokens : 0;
	}

	add(tokens: number): void {
		void this.memento.update(key, { day: today(), tokens: this.count + tokens } satisfies Stored);
	}
}

function today(): string {
	return new Date().toISOString().slice(0, 10);
}
