/** What a reasoning model thinks before it answers: open while it thinks, folded once it answers, unless the reader decides otherwise. */
import { element, icon } from './element';
import { withoutTricks } from './sanitize';
import { text } from './strings';

export interface ThinkingView {
	readonly element: HTMLElement;
	append(words: string): void;
	/** It thinks no more; without a time it was cut short. Folded when there is an answer to read instead. */
	end(milliseconds: number | undefined, isAnswered: boolean): void;
}

/** The reader is at the end of the thoughts, give or take a line. */
const nearPixels = 24;

export function thinkingView(): ThinkingView {
	const label = element('span', {}, text('thinking'));
	const picture = icon('loading codicon-modifier-spin');
	const summary = element('summary', {}, icon('chevron-right'), picture, label);
	const body = element('div', { class: 'thinking-text', dir: 'auto', tabindex: '0', role: 'region', 'aria-label': text('thoughts') });
	const block = element('details', { class: 'thinking', 'data-testid': 'thinking', open: true }, summary, body);
	let wasTouched = false;
	summary.addEventListener('click', () => (wasTouched = true));
	return {
		element: block,
		append(words) {
			const isAtEnd = body.scrollHeight - body.scrollTop - body.clientHeight <= nearPixels;
			body.append(withoutTricks(words));
			if (isAtEnd) body.scrollTop = body.scrollHeight;
		},
		end(milliseconds, isAnswered) {
			picture.remove();
			label.textContent = milliseconds === undefined ? text('thoughts') : text('thoughtFor', seconds(milliseconds));
			if (!wasTouched) block.open = !isAnswered;
		},
	};
}

function seconds(milliseconds: number): string {
	const value = milliseconds / 1000;
	return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: value < 10 ? 1 : 0 });
}
