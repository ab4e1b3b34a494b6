/** The list that opens over the input while somebody writes `#`, `@` or `/`: chosen with the keys or the mouse, read out by screen readers. */
import { type PanelCompletion } from '../protocol/panel';
import { announce } from './announcer';
import { chipIcon } from './contextChips';
import { element, icon } from './element';
import { post } from './host';
import { text } from './strings';

export interface CompletionList {
	readonly element: HTMLElement;
	/** To be called when the text or the cursor changed. */
	typed(): void;
	/** Takes the keys that are the list's while it is open; says whether it took this one. */
	takeKey(event: KeyboardEvent): boolean;
	show(request: number, items: readonly PanelCompletion[]): void;
	close(): void;
}

const listId = 'completions';
const icons: Readonly<Record<PanelCompletion['kind'], string>> = { ...chipIcon, openFiles: 'files', command: 'terminal-cmd' };

/** @param onWritten is called after a choice changed the input */
export function completionList(input: HTMLTextAreaElement, onWritten: () => void): CompletionList {
	const list = element('ul', { class: 'completions', id: listId, role: 'listbox', hidden: true, 'aria-label': text('completions') });
	list.dataset.testid = 'completions';
	input.setAttribute('aria-autocomplete', 'list');
	let items: readonly PanelCompletion[] = [];
	let active = 0;
	let asked = 0;
	let askedFor = '';

	const close = () => {
		askedFor = '';
		if (list.hidden) return;
		list.hidden = true;
		input.removeAttribute('aria-activedescendant');
		input.removeAttribute('aria-controls');
	};
	const activate = (index: number) => {
		active = (index + items.length) % items.length;
		for (const [at, row] of [...list.children].entries()) row.setAttribute('aria-selected', String(at === active));
		const row = list.children[active];
		row?.scrollIntoView({ block: 'nearest' });
		input.setAttribute('aria-activedescendant', row?.id ?? '');
	};
	const choose = (item: PanelCompletion) => {
		const word = wordAt(input);
		if (word === undefined) return close();
		input.setRangeText(item.insert, word.start, input.selectionStart, 'end');
		close();
		if (item.mention !== undefined) post({ kind: 'mention', mention: item.mention });
		onWritten();
		if (item.goesOn === true) ask();
	};
	const ask = () => {
		const word = wordAt(input);
		if (word === undefined) return close();
		if (word.text === askedFor) return;
		askedFor = word.text;
		post({ kind: 'complete', text: word.text, request: ++asked });
	};
	input.addEventListener('blur', close);
	return {
		element: list,
		typed: ask,
		close,
		show(request, found) {
			if (request !== asked || askedFor === '') return;
			if (found.length === 0) {
				list.hidden = true;
				return;
			}
			const wasHidden = list.hidden;
			items = found;
			list.replaceChildren(...found.map((item, index) => rowOf(item, index, choose)));
			list.hidden = false;
			input.setAttribute('aria-controls', listId);
			activate(0);
			if (wasHidden) announce(text('completions'));
		},
		takeKey(event) {
			const item = items[active];
			if (list.hidden || item === undefined) return false;
			if (event.key === 'ArrowDown') activate(active + 1);
			else if (event.key === 'ArrowUp') activate(active - 1);
			else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) choose(item);
			else if (event.key === 'Escape') {
				list.hidden = true;
				input.removeAttribute('aria-activedescendant');
			} else return false;
			event.preventDefault();
			// Escape would stop the answer too.
			event.stopPropagation();
			return true;
		},
	};
}

/** The word before the cursor, if it is one that a list can open for: a command only where the text begins. */
function wordAt({
	value,
	selectionStart,
	selectionEnd,
}: HTMLTextAreaElement): { readonly start: number; readonly text: string } | undefined {
	if (selectionStart !== selectionEnd) return undefined;
	const before = value.slice(0, selectionStart);
	const word = /(?<![^\s(])[#@][^\s#@]*$/.exec(before) ?? /^\/[a-z]*$/.exec(before);
	return word ? { start: word.index, text: word[0] } : undefined;
}

function rowOf(item: PanelCompletion, index: number, choose: (item: PanelCompletion) => void): HTMLElement {
	const row = element(
		'li',
		{ class: 'completion', id: `${listId}-${index}`, role: 'option', 'data-testid': 'completion' },
		icon(icons[item.kind]),
		element('span', { class: 'completion-label' }, item.label),
		...(item.detail === undefined ? [] : [element('span', { class: 'completion-detail', title: item.detail }, item.detail)]),
	);
	row.addEventListener('mousedown', event => {
		// The focus stays in the input.
		event.preventDefault();
		choose(item);
	});
	return row;
}
