/** One question in the conversation, with the code it is about and what went with it folded under it. */
import { type PanelTurn } from '../protocol/panel';
import { chipIcon } from './contextChips';
import { element, icon, iconButton } from './element';
import { highlighted } from './highlight';
import { post } from './host';
import { withoutTricks } from './sanitize';
import { text } from './strings';

export interface QuestionView {
	readonly element: HTMLElement;
	readonly turn: PanelTurn;
	note(note: string): void;
}

/** @param onEdit brings the question back to be changed */
export function questionView(turn: PanelTurn, onEdit: (turn: PanelTurn) => void): QuestionView {
	const note = element('p', { class: 'note', role: 'note', hidden: true });
	const actions = element(
		'div',
		{ class: 'question-actions' },
		iconButton('edit', text('edit'), () => onEdit(turn), { 'data-testid': 'edit-question' }),
		iconButton('trash', text('delete'), () => post({ kind: 'deleteQuestion', questionId: turn.id }), { 'data-testid': 'delete-question' }),
	);
	const block = element(
		'article',
		{ class: 'turn question', 'data-testid': 'question', 'aria-label': text('you') },
		element('p', { class: 'question-text', dir: 'auto' }, withoutTricks(turn.text)),
		...codeBlocks(turn),
		note,
		actions,
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

interface FoldedCode {
	readonly picture: string;
	readonly label: string;
	readonly startLine?: number;
	readonly endLine?: number;
	readonly languageId: string;
	readonly code: string;
	readonly open: () => void;
}

function codeBlocks({ id, source, attachments = [] }: PanelTurn): HTMLElement[] {
	const about = source && { ...source, picture: 'code', open: () => post({ kind: 'openSource', questionId: id }) };
	const attached = attachments.map((each, index) => ({
		...each,
		picture: chipIcon[each.kind],
		open: () => post({ kind: 'openAttachment', questionId: id, index }),
	}));
	return [...(about ? [about] : []), ...attached].map(foldedCode);
}

function foldedCode({ picture, label, startLine, endLine, languageId, code: all, open }: FoldedCode): HTMLElement {
	const lines =
		startLine === undefined ? '' : endLine === undefined || startLine === endLine ? `:${startLine}` : `:${startLine}-${endLine}`;
	const place = label + lines;
	const link = element('button', { type: 'button', class: 'link', title: text('openSource'), 'data-testid': 'source-link' }, place);
	link.addEventListener('click', event => {
		event.preventDefault();
		open();
	});
	const shown = withoutTricks(all);
	const code = element('code', { dir: 'ltr' }, shown);
	const details = element(
		'details',
		{ class: 'source' },
		element('summary', { 'aria-label': text('codeAskedAbout', place) }, icon('chevron-right'), icon(picture)),
		element('pre', { tabindex: '0' }, code),
	);
	// Most are never opened: colouring waits until one is.
	details.addEventListener('toggle', () => code.replaceChildren(highlighted(shown, languageId)), { once: true });
	return element('div', { class: 'source-block' }, details, link);
}
