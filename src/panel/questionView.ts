/** One question in the conversation, with the code it is about folded under it. */
import { type PanelTurn } from '../protocol/panel';
import { element, icon } from './element';
import { highlighted } from './highlight';
import { post } from './host';
import { withoutTricks } from './sanitize';
import { text } from './strings';

export interface QuestionView {
	readonly element: HTMLElement;
	readonly turn: PanelTurn;
	note(note: string): void;
}

export function questionView(turn: PanelTurn): QuestionView {
	const note = element('p', { class: 'note', role: 'note', hidden: true });
	const block = element(
		'article',
		{ class: 'turn question', 'data-testid': 'question', 'aria-label': text('you') },
		element('p', { class: 'question-text', dir: 'auto' }, withoutTricks(turn.text)),
		...sourceBlock(turn),
		note,
	);
	const view: QuestionView = {
		element: block,
		turn,
		note(words) {
			note.textContent = words;
			note.hidden = false;
		},
	};
	if (turn.note) view.note(turn.note);
	return view;
}

function sourceBlock({ id, source }: PanelTurn): HTMLElement[] {
	if (source === undefined) return [];
	const { label, startLine, endLine, languageId } = source;
	const place = startLine === endLine ? `${label}:${startLine}` : `${label}:${startLine}-${endLine}`;
	const link = element('button', { type: 'button', class: 'link', title: text('openSource'), 'data-testid': 'source-link' }, place);
	link.addEventListener('click', event => {
		event.preventDefault();
		post({ kind: 'openSource', questionId: id });
	});
	const code = element('code', { dir: 'ltr' });
	const details = element(
		'details',
		{ class: 'source' },
		element('summary', { 'aria-label': text('codeAskedAbout', place) }, icon('chevron-right'), icon('code')),
		element('pre', { tabindex: '0' }, code),
	);
	// Most are never opened: colouring waits until one is.
	details.addEventListener('toggle', () => code.replaceChildren(highlighted(withoutTricks(source.code), languageId)), { once: true });
	return [element('div', { class: 'source-block' }, details, link)];
}
