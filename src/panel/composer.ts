/** Where questions are written: what goes with them, an input that grows, the model's name, and one place to send and to stop. */
import { type PanelCompletion, type PanelContext, type PanelModel, type PanelTurn } from '../protocol/panel';
import { completionList } from './completionList';
import { contextChips } from './contextChips';
import { element, icon, iconButton } from './element';
import { loadState, post, saveState } from './host';
import { text } from './strings';

export interface Composer {
	readonly element: HTMLElement;
	focus(): void;
	/** Brings a question back, to be changed and asked again. */
	edit(question: PanelTurn): void;
	setContext(context: PanelContext): void;
	/** Suggestions for the word at the cursor. */
	complete(request: number, items: readonly PanelCompletion[]): void;
	setModel(model: PanelModel): void;
	setStreaming(isStreaming: boolean): void;
}

/** @param lastQuestion what Up brings back to be changed */
export function composer(lastQuestion: () => PanelTurn | undefined): Composer {
	let editing: string | undefined;
	const label = text('placeholder');
	const input = element('textarea', { rows: '1', dir: 'auto', placeholder: label, 'aria-label': label, 'data-testid': 'chat-input' });
	const completions = completionList(input, () => changed());
	const reason = element(
		'button',
		{ type: 'button', class: 'switch', role: 'switch', 'data-testid': 'reason', hidden: true },
		icon('lightbulb'),
		element('span', { class: 'switch-label' }, text('reason')),
	);
	const setReason = (isOn: boolean) => {
		reason.setAttribute('aria-checked', String(isOn));
		saveState({ reason: isOn });
	};
	const reasons = () => !reason.hidden && reason.getAttribute('aria-checked') === 'true';
	reason.addEventListener('click', () => setReason(!reasons()));
	const modelName = element('button', { type: 'button', class: 'model', 'data-testid': 'model' });
	const send = iconButton('send', text('send'), () => ask(), { 'data-testid': 'send' });
	const stop = iconButton('debug-stop', text('stop'), () => post({ kind: 'stop' }), { 'data-testid': 'stop', hidden: true });
	const attach = iconButton('add', text('attach'), () => post({ kind: 'attach' }), { 'data-testid': 'attach' });
	const context = contextChips(() => input.focus());
	const leave = iconButton('close', text('stopEditing'), () => stopEditing());
	const editingLine = element(
		'div',
		{ class: 'editing', hidden: true, 'data-testid': 'editing' },
		element('span', {}, text('editing')),
		leave,
	);
	modelName.addEventListener('click', () => post({ kind: 'chooseModel' }));

	const changed = () => {
		// The height of the content is only known when the box asks for none.
		input.style.height = 'auto';
		input.style.height = `${input.scrollHeight}px`;
		send.disabled = input.value.trim() === '';
		saveState({ draft: input.value });
	};
	const write = (words: string) => {
		completions.close();
		input.value = words;
		input.setSelectionRange(words.length, words.length);
		changed();
	};
	const stopEditing = () => {
		editing = undefined;
		editingLine.hidden = true;
		write('');
		input.focus();
	};
	const ask = () => {
		const words = input.value.trim();
		if (words === '') return;
		post({ kind: 'ask', text: words, ...(editing !== undefined && { replaces: editing }), ...(reasons() && { reason: true }) });
		stopEditing();
	};
	const edit = (question: PanelTurn) => {
		editing = question.id;
		editingLine.hidden = false;
		write(question.text);
	};

	input.addEventListener('input', () => {
		changed();
		completions.typed();
	});
	input.addEventListener('keydown', event => {
		// While an input method composes, Enter and the arrows belong to it.
		if (event.isComposing || completions.takeKey(event)) return;
		const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
		if (event.key === 'Enter' && isPlain) {
			event.preventDefault();
			ask();
		} else if (event.key === 'ArrowUp' && isPlain && input.value === '') {
			event.preventDefault();
			const last = lastQuestion();
			if (last) edit(last);
		}
	});
	document.addEventListener('keydown', event => {
		if (event.key !== 'Escape' || event.isComposing) return;
		if (editing !== undefined) stopEditing();
		else if (!stop.hidden) post({ kind: 'stop' });
	});

	input.value = loadState().draft;
	setReason(loadState().reason);
	requestAnimationFrame(changed);
	const box = element(
		'div',
		{ class: 'box' },
		completions.element,
		context.chips,
		input,
		element('div', { class: 'box-line' }, attach, modelName, element('span', { class: 'gap' }), reason, send, stop),
		context.bar,
	);
	return {
		element: element('div', { class: 'composer' }, editingLine, box),
		focus: () => input.focus(),
		edit(question) {
			edit(question);
			input.focus();
		},
		setContext: value => context.show(value),
		complete: (request, items) => completions.show(request, items),
		setModel(model) {
			const words = nameOf(model);
			modelName.replaceChildren(icon(iconOf(model)), element('span', { class: 'model-name' }, words));
			reason.hidden = model.reasoner === undefined;
			reason.title = text('reasonHint', model.reasoner);
			modelName.title = model.problem ?? `${words}\n${text('chooseModel')}`;
		},
		setStreaming(isStreaming) {
			const hadFocus = document.activeElement === send || document.activeElement === stop;
			send.hidden = isStreaming;
			stop.hidden = !isStreaming;
			if (hadFocus) (isStreaming ? stop : input).focus();
		},
	};
}

export function nameOf(model: PanelModel): string {
	if (model.state === 'none') return text('modelNone');
	return model.label === '' ? text('modelStarting') : model.label;
}

function iconOf(model: PanelModel): string {
	if (model.state === 'trouble') return 'warning';
	if (model.state === 'none') return 'cloud-download';
	if (model.state !== 'ready') return 'loading codicon-modifier-spin';
	return model.isDemo ? 'beaker' : 'zap';
}
