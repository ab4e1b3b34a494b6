/** What an empty conversation shows: three things to try, who will answer, and that nothing leaves this machine. */
import { type PanelModel, type PanelString, type PanelTry } from '../protocol/panel';
import { nameOf } from './composer';
import { element, icon } from './element';
import { post } from './host';
import { text } from './strings';

export interface EmptyState {
	readonly element: HTMLElement;
	setModel(model: PanelModel): void;
	/** How many tokens stayed on this machine, in words; nothing before the first. */
	setKept(kept: string): void;
}

export function emptyState(): EmptyState {
	const model = element('p', { class: 'empty-model' });
	const keptLine = element('p', { class: 'empty-kept', 'data-testid': 'kept', hidden: true });
	const privacy = element('p', { class: 'empty-privacy', 'data-testid': 'privacy' });
	const problem = element('div', { class: 'problem', hidden: true });
	const block = element(
		'section',
		{ class: 'empty', 'data-testid': 'empty' },
		element('span', { class: 'empty-glyph codicon codicon-comment-discussion', 'aria-hidden': 'true' }),
		element('h2', {}, text('emptyTitle')),
		element('div', { class: 'tries' }, ...tries.map(tryButton)),
		problem,
		model,
		privacy,
		keptLine,
	);
	return {
		element: block,
		setKept(kept) {
			keptLine.textContent = kept;
			keptLine.hidden = kept === '';
		},
		setModel(now) {
			model.textContent = now.isDemo ? `${nameOf(now)}: ${text('demoHint')}` : nameOf(now);
			model.hidden = now.state === 'none';
			const { elsewhere } = now;
			const words = elsewhere === undefined ? text('emptyPrivacy') : text('emptyElsewhere', elsewhere);
			privacy.replaceChildren(icon(elsewhere === undefined ? 'lock' : 'cloud'), element('span', {}, words));
			problem.hidden = now.problem === undefined;
			if (now.problem === undefined) return;
			const choose = element('vscode-button', { 'data-testid': 'choose-model' }, text('chooseModel'));
			choose.addEventListener('click', () => post({ kind: 'chooseModel' }));
			problem.replaceChildren(element('p', { dir: 'auto' }, icon('warning'), element('span', {}, now.problem)), choose);
		},
	};
}

const tries: readonly (readonly [PanelTry, PanelString, string])[] = [
	['explain', 'tryExplain', 'book'],
	['test', 'tryTest', 'beaker'],
	['ask', 'tryAsk', 'question'],
];

function tryButton([what, words, picture]: (typeof tries)[number]): HTMLElement {
	const button = element(
		'button',
		{ type: 'button', class: 'try', 'data-testid': `try-${what}` },
		icon(picture),
		element('span', {}, text(words)),
	);
	button.addEventListener('click', () => post({ kind: 'try', what }));
	return button;
}
