/** One answer: what was thought before it, its Markdown while it streams, and under it how it ended and what it took. */
import { type PanelModel, type PanelOutcome, type PanelTurn } from '../protocol/panel';
import { announce } from './announcer';
import { confirmCopied } from './codeBlock';
import { element, icon, iconButton } from './element';
import { post } from './host';
import { linkLines } from './lineLinks';
import { StreamingMarkdown } from './streamingMarkdown';
import { text } from './strings';
import { thinkingView, type ThinkingView } from './thinkingView';

export interface AnswerView {
	readonly element: HTMLElement;
	readonly id: string;
	readonly isStreaming: boolean;
	append(words: string): void;
	think(words: string): void;
	thought(milliseconds: number): void;
	/** `isNews` is false for answers that were there before the panel opened; they are not spoken. */
	end(outcome: PanelOutcome, isNews: boolean): void;
	/** What the wait is for, while there is no text yet. */
	waitFor(model: PanelModel): void;
}

export function answerView(id: string, question: PanelTurn | undefined, onGrew: () => void): AnswerView {
	const body = element('div', { class: 'markdown', dir: 'auto' });
	const wait = element('p', { class: 'wait' });
	const footer = element('footer', { class: 'answer-footer' });
	const block = element(
		'article',
		{
			class: 'turn answer',
			'data-testid': 'answer',
			'data-state': 'streaming',
			'data-answer': id,
			'aria-label': text('assistant'),
			'aria-busy': 'true',
		},
		body,
		wait,
		footer,
	);
	const markdown = new StreamingMarkdown(body, fragment => decorate(fragment, question), onGrew);
	let thinking: ThinkingView | undefined;
	let isThinking = false;
	let thoughtMilliseconds: number | undefined;
	let hasText = false;
	let isStreaming = true;
	return {
		element: block,
		id,
		get isStreaming() {
			return isStreaming;
		},
		append(words) {
			wait.remove();
			hasText ||= words.trim() !== '';
			markdown.append(words);
		},
		think(words) {
			wait.remove();
			if (thinking === undefined) {
				thinking = thinkingView();
				block.prepend(thinking.element);
			}
			isThinking = true;
			thinking.append(words);
			onGrew();
		},
		thought(milliseconds) {
			isThinking = false;
			thoughtMilliseconds = milliseconds;
			thinking?.end(milliseconds, true);
		},
		end(outcome, isNews) {
			isStreaming = false;
			wait.remove();
			markdown.finish();
			if (isThinking || !hasText) thinking?.end(thoughtMilliseconds, hasText);
			block.dataset.state = outcome.kind === 'failed' || outcome.kind === 'stopped' ? outcome.kind : 'done';
			block.setAttribute('aria-busy', 'false');
			footer.replaceChildren(...footerOf(outcome, id));
			onGrew();
			if (isNews) announce(`${body.textContent.trim()}\n${footer.querySelector('.note, .failure, .figures')?.textContent ?? ''}`);
		},
		waitFor(model) {
			const words = model.state === 'loading' || model.state === 'starting' ? text('loadingModel', model.label) : text('thinking');
			wait.replaceChildren(icon('loading codicon-modifier-spin'), words);
		},
	};
}

function footerOf(outcome: PanelOutcome, answerId: string): HTMLElement[] {
	if (outcome.kind === 'failed') {
		const retry = element('vscode-button', { secondary: true, 'data-testid': 'retry' }, text('retry'));
		retry.addEventListener('click', () => post({ kind: 'retry', answerId }));
		return [element('p', { class: 'failure', dir: 'auto' }, icon('error'), element('span', {}, outcome.message)), retry];
	}
	const ending = outcome.kind === 'done' ? [] : [element('p', { class: 'note', role: 'note' }, text(outcome.kind))];
	const copy = iconButton('copy', text('copyAnswer'), () => {
		post({ kind: 'copyAnswer', answerId });
		confirmCopied(copy);
	});
	const again = iconButton('refresh', text('retry'), () => post({ kind: 'retry', answerId }), { 'data-testid': 'retry' });
	const figures = element('span', { class: 'figures', 'data-testid': 'figures' }, outcome.figures);
	return [...ending, element('div', { class: 'answer-line' }, figures, copy, again)];
}

function decorate(fragment: DocumentFragment, question: PanelTurn | undefined): void {
	if (question?.source === undefined) return;
	linkLines(fragment, question.source, (startLine, endLine) => post({ kind: 'openSource', questionId: question.id, startLine, endLine }));
}
