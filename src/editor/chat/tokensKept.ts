/** How many tokens this machine read and wrote instead of somebody else's, today and ever: never sent, never paid for. Kept across windows' ends. */
import * as vscode from 'vscode';

interface Stored {
	readonly total: number;
	/** By the machine's own calendar. */
	readonly day: string;
	readonly onDay: number;
}

const key = 'tokensKept';

export class TokensKept {
	constructor(private readonly memento: vscode.Memento) {}

	get total(): number {
		return this.stored.total;
	}

	get today(): number {
		const { day, onDay } = this.stored;
		return day === today() ? onDay : 0;
	}

	add(tokens: number): void {
		void this.memento.update(key, { total: this.total + tokens, day: today(), onDay: this.today + tokens } satisfies Stored);
	}

	/** Other windows count into the same place. */
	private get stored(): Stored {
		const { total = 0, day = '', onDay = 0 } = this.memento.get<Partial<Stored>>(key) ?? {};
		return { total, day, onDay };
	}
}

function today(): string {
	return new Date().toDateString();
}

/** Nothing before the first token; the cost only where the user named a price, in whichever currency that is. */
export function keptText(tokens: number, pricePerMillion: number): string {
	if (tokens === 0) return '';
	if (pricePerMillion === 0) return vscode.l10n.t('{0} tokens stayed on this machine so far.', number(tokens));
	const cost = (tokens / 1e6) * pricePerMillion;
	return vscode.l10n.t(
		'{0} tokens stayed on this machine so far; at {1} per million they would have cost {2}.',
		number(tokens),
		number(pricePerMillion),
		cost.toLocaleString(
			vscode.env.language,
			cost < 0.01 ? { maximumSignificantDigits: 1 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
		),
	);
}

function number(value: number): string {
	return value.toLocaleString(vscode.env.language);
}
