/**
 * What goes into the prompt and in which order, from request to request: other files' code, then the file's window, what changes least first.
 * Remembers what the prompts before looked like, so that the next one begins the same for as long as it can.
 */
import { Lru } from '../base/lru';
import { type ServedModel } from '../engine/servedModel';
import { type Usage } from '../engine/streamEvent';
import { takesOtherFiles } from '../models/dialect';
import { limitsOf } from '../models/limits';
import { headersOf, repositoryText } from './context/repositoryText';
import { keyOf, type ScoredSnippet, type Snippet } from './context/snippet';
import { StableContext } from './context/stableContext';
import { promptBudgetOf, promptTokensWithin } from './promptBudget';
import { cutToFit, PromptFit, promptText } from './promptFit';
import { PromptSpeed } from './promptSpeed';
import { promptWindow, type PromptWindow } from './promptWindow';
import { type Situation } from './situation';
import { estimateTokens } from './tokenRatio';

/** Other files' code in a prompt. */
export interface PromptContext {
	/** With all headers; stands before the file's prefix. */
	readonly text: string;
	readonly snippets: readonly CountedSnippet[];
	/** Texts that end an answer: another file begins. */
	readonly stops: readonly string[];
}

export interface CountedSnippet extends ScoredSnippet {
	readonly tokens: number;
}

export interface LaidOut extends PromptWindow {
	readonly context?: PromptContext;
}

/** Beginning of sentence and the three of fill-in-the-middle. */
export const specialTokensInPrompt = 4;

/** Files whose window is remembered: who goes to and fro between a few finds each as it was. */
const mostFiles = 8;

/** A path's header, in tokens. */
const headerTokens = 12;

export class PromptLayout {
	/** The editor offers it what it finds in other files. */
	readonly context = new StableContext();
	private readonly windows = new Lru<string, PromptWindow>(mostFiles);
	private readonly models = new Map<string, { readonly speed: PromptSpeed; readonly fit: PromptFit; sum?: number }>();
	private readonly counts = new Lru<string, number>(200);

	layOut(situation: Situation, served: ServedModel, charactersPerToken: number, timeTargetMs: number): LaidOut {
		const { installed } = served.loaded;
		const model = this.modelOf(installed.id);
		const facts = {
			mostTokens: limitsOf(served.loaded).completionPromptTokens,
			takesContext: takesOtherFiles(installed),
			timeTargetMs,
			tokensPerSecond: model.speed.tokensPerSecond,
			before: model.sum,
		};
		model.sum = promptTokensWithin(facts);
		const { windowTokens, contextTokens } = promptBudgetOf(facts);
		const key = `${installed.id} ${situation.uri}`;
		const window = promptWindow(situation, windowTokens, charactersPerToken, this.windows.get(key));
		this.windows.set(key, window);
		const context = contextTokens > 0 ? this.contextFor(situation, installed.id, contextTokens, charactersPerToken, window) : undefined;
		return context ? { ...window, context } : window;
	}

	/** Learns from the engine's own figures, and has it count what it has not counted yet. */
	note(laidOut: LaidOut, sent: string, served: ServedModel, usage: Usage | undefined, firstTokenMs: number | undefined): void {
		const { id } = served.loaded.installed;
		const model = this.modelOf(id);
		model.speed.note(sent, usage, firstTokenMs);
		if (usage?.promptTokens !== undefined) model.fit.learn(sent, usage.promptTokens);
		for (const snippet of laidOut.context?.snippets ?? []) void this.count(snippet, served);
	}

	/** How a prompt comes to fit into what the context leaves beside the answer; `undefined` if it is known to fit. */
	fitting(laidOut: LaidOut, served: ServedModel, answerTokens: number): (() => Promise<LaidOut>) | undefined {
		const mostTokens = served.loaded.contextTokens - answerTokens - specialTokensInPrompt;
		if (this.modelOf(served.loaded.installed.id).fit.isSure(promptText(laidOut), mostTokens)) return undefined;
		return () => cutToFit(laidOut, mostTokens, text => served.countTokens(text, new AbortController().signal));
	}

	private contextFor(
		situation: Situation,
		modelId: string,
		budgetTokens: number,
		charactersPerToken: number,
		window: PromptWindow,
	): PromptContext | undefined {
		const tokensOf = (snippet: Snippet) =>
			headerTokens + (this.counts.get(countKey(modelId, snippet)) ?? Math.ceil(estimateTokens(snippet.text, charactersPerToken)));
		const { uri } = situation;
		const snippets = this.context.snippets({
			uri,
			budgetTokens: budgetTokens - headerTokens,
			tokensOf,
			shownAnyway: () => window.prefix + window.suffix,
		});
		if (snippets.length === 0) return undefined;
		const path = situation.path ?? uri.slice(uri.lastIndexOf('/') + 1);
		return {
			text: repositoryText(snippets, path),
			snippets: snippets.map(each => ({ ...each, tokens: tokensOf(each) })),
			stops: headersOf(snippets, path),
		};
	}

	/** Once for each snippet and model: from then on the budget is kept to the token. */
	private async count(snippet: Snippet, served: ServedModel): Promise<void> {
		const key = countKey(served.loaded.installed.id, snippet);
		if (this.counts.get(key) !== undefined) return;
		const counted = await served.countTokens(snippet.text, new AbortController().signal).catch(() => undefined);
		if (counted?.exact) this.counts.set(key, counted.tokens);
	}

	private modelOf(id: string) {
		const known = this.models.get(id) ?? { speed: new PromptSpeed(), fit: new PromptFit() };
		this.models.set(id, known);
		return known;
	}
}

function countKey(modelId: string, snippet: Snippet): string {
	return `${modelId}\n${keyOf(snippet)}`;
}
