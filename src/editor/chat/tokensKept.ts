/** How many tokens this machine read and wrote instead of somebody else's: never sent, never paid for. Kept across windows' ends. */
import * as vscode from 'vscode';

const key = 'tokensKept';

export class TokensKept {
	constructor(private readonly memento: vscode.Memento) {}

	get count(): number {
		return this.memento.get<number>(key) ?? 0;
	}

	add(tokens: number): void {
		void this.memento.update(key, this.count + tokens);
	}
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
