/**
 * Further suggestions to cycle through. VS Code takes all of them from one explicit request, and the first must not wait for the others.
 * So the first request gets the first one alone, and the next, when the user wants to see another, gets those that are there by then.
 */
import * as vscode from 'vscode';
import type { CompletionItem, CompletionResult } from '../../core/completion/complete';
import { mostCandidates } from '../../core/completion/otherCandidates';
import type { Situation } from '../../core/completion/situation';

type Shown = CompletionResult & { readonly kind: 'shown' };

/** The place that the candidates are for, what was found, and what is still being made. */
interface Round {
	readonly place: Situation;
	readonly found: CompletionItem[];
	readonly stop: AbortController;
	readonly next: AsyncGenerator<CompletionItem, void, undefined>;
}

export class OtherCandidates implements vscode.Disposable {
	private round: Round | undefined;
	private unasked: vscode.Disposable | undefined;

	constructor(private readonly selector: vscode.DocumentSelector) {}

	dispose(): void {
		this.round?.stop.abort();
		this.round = undefined;
		this.unasked?.dispose();
		this.unasked = undefined;
	}

	/**
	 * All there are by now, in the order for VS Code: it keeps the one on the screen and goes on to the first of the rest, so the newest is first.
	 * @param isSeen the user sees the model's first one already, so who asks waits for another
	 */
	async all(place: Situation, shown: Shown, isSeen: boolean, signal: AbortSignal): Promise<readonly CompletionItem[]> {
		if (!this.round || !isSamePlace(this.round.place, place)) {
			this.dispose();
			const stop = new AbortController();
			this.round = { place, found: [], stop, next: shown.others(stop.signal) };
		}
		const { round } = this;
		const isOver = isSeen && (await another(round, signal));
		if (round !== this.round) return [shown.item];
		if (isOver) this.unasked?.dispose();
		else this.letAskAgain();
		return [...round.found.toReversed(), shown.item];
	}

	/** VS Code does not ask the same providers twice at one place of one text. One that it has not asked yet makes it ask all of them again. */
	private letAskAgain(): void {
		this.unasked?.dispose();
		this.unasked = vscode.languages.registerInlineCompletionItemProvider(this.selector, { provideInlineCompletionItems: () => undefined });
	}
}

export function isSamePlace(a: Situation, b: Situation): boolean {
	return a.uri === b.uri && a.version === b.version && a.before === b.before;
}

/** Adds one more to what was found, as long as the user waits; says whether there will be no others. */
async function another({ found, next }: Round, signal: AbortSignal): Promise<boolean> {
	const left = new Promise<undefined>(resolve => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
	const arrived = next.next().then(result => {
		if (result.done !== true) found.push(result.value);
		return result.done === true || found.length + 1 === mostCandidates;
	});
	return (await Promise.race([arrived, left])) ?? false;
}
