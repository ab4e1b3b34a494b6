/** What goes with the next question, each with a button to remove it, and a thin bar that shows how full the model's context is. */
import { type PanelChip, type PanelContext } from '../protocol/panel';
import { element, icon, iconButton } from './element';
import { post } from './host';
import { text } from './strings';

export interface ContextChips {
	readonly chips: HTMLElement;
	readonly bar: HTMLElement;
	show(context: PanelContext): void;
}

export const chipIcon: Readonly<Record<PanelChip['kind'], string>> = {
	selection: 'selection',
	file: 'file',
	symbol: 'symbol-method',
	folder: 'folder',
	problems: 'warning',
	changes: 'diff',
	terminal: 'terminal',
};

/** @param onRemoved is called after a chip was removed, as the focus was on it */
export function contextChips(onRemoved: () => void): ContextChips {
	const list = element('ul', { class: 'chips', hidden: true, 'aria-label': text('attached'), 'data-testid': 'chips' });
	const over = element('p', { class: 'over', hidden: true, role: 'note' });
	const level = element('div', { class: 'level' });
	const bar = element(
		'div',
		{ class: 'fill', hidden: true, role: 'meter', 'aria-label': text('contextFill'), 'aria-valuemin': '0', 'aria-valuemax': '100' },
		level,
	);
	bar.dataset.testid = 'context-fill';
	return {
		chips: element('div', {}, list, over),
		bar,
		show({ chips, fill }) {
			list.hidden = chips.length === 0;
			list.replaceChildren(...chips.map(chip => chipOf(chip, onRemoved)));
			bar.hidden = fill === undefined;
			over.hidden = !fill?.isOver;
			if (fill === undefined) return;
			const percent = Math.round(fill.share * 100);
			over.textContent = fill.words;
			level.style.width = `${percent}%`;
			bar.classList.toggle('is-over', fill.isOver);
			bar.title = fill.words;
			bar.setAttribute('aria-valuenow', String(percent));
			bar.setAttribute('aria-valuetext', fill.words);
		},
	};
}

function chipOf({ id, kind, label, tokens }: PanelChip, onRemoved: () => void): HTMLElement {
	const remove = iconButton('close', text('detach', label), () => {
		post({ kind: 'detach', id });
		onRemoved();
	});
	return element(
		'li',
		{ class: 'chip', 'data-testid': 'chip', title: tokens === undefined ? label : `${label}\n${tokens}` },
		icon(chipIcon[kind]),
		element('span', { class: 'chip-label' }, label),
		...(tokens === undefined ? [] : [element('span', { class: 'chip-tokens' }, tokens)]),
		remove,
	);
}
