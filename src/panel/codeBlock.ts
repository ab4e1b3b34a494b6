/** A code block in an answer: its language, buttons to copy it and to take it into files, and the code in the theme's colours. */
import { announce } from './announcer';
import { element, icon, iconButton } from './element';
import { highlighted } from './highlight';
import { post } from './host';
import { text } from './strings';
import { whenNear } from './whenNear';

export interface CodeBlock {
	readonly element: HTMLElement;
	readonly language: string;
	/** Shows the code so far. A block that still grows is coloured only as often as that is cheap. */
	update(code: string, isClosed: boolean): void;
	/** Shows all of the code, and colours it when it comes into sight. */
	showAll(code: string): void;
}

/** Colouring may take this share of the time while a block grows: a frame is 16 ms, and the rest of it belongs to the reader. */
const colouringShare = 0.1;

export function codeBlock(language: string): CodeBlock {
	let shown = '';
	let colourAgainAt = 0;
	const code = element('code', { dir: 'ltr' });
	const copy = iconButton('copy', text('copy'), () => {
		post({ kind: 'copy', text: shown });
		confirmCopied(copy);
	});
	const insert = iconButton('insert', text('insert'), () => post({ kind: 'insertAtCursor', text: shown }));
	const newFile = iconButton('new-file', text('newFile'), () => post({ kind: 'newFile', text: shown, language }));
	const apply = iconButton('diff', text('apply'), () => {
		const answerId = block.closest<HTMLElement>('[data-answer]')?.dataset.answer;
		if (answerId !== undefined) post({ kind: 'apply', text: shown, answerId });
	});
	const name = element('span', { class: 'code-language' }, language);
	const actions = element('span', { class: 'code-actions' }, apply, insert, newFile, copy);
	const block = element(
		'figure',
		{ class: 'code-block', dir: 'ltr', 'aria-label': text('codeBlock', language || 'text') },
		element('figcaption', {}, name, actions),
		element('pre', { tabindex: '0' }, code),
	);
	return {
		element: block,
		language,
		update(next, isClosed) {
			const now = performance.now();
			if (isClosed || now >= colourAgainAt) {
				code.replaceChildren(highlighted(next, language));
				colourAgainAt = now + (performance.now() - now) / colouringShare;
			} else if (next.startsWith(shown)) {
				code.append(next.slice(shown.length));
			} else {
				code.textContent = next;
			}
			shown = next;
		},
		showAll(all) {
			shown = all;
			code.textContent = all;
			whenNear(block, () => code.replaceChildren(highlighted(all, language)));
		},
	};
}

/** Shows for a moment that the click was understood, to the eye and to a screen reader. */
export function confirmCopied(button: HTMLButtonElement): void {
	announce(text('copied'));
	button.replaceChildren(icon('check'));
	setTimeout(() => button.replaceChildren(icon('copy')), 1500);
}
