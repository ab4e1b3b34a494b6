/** "What if?": a context and a cache type to try, and what they would change. Its controls stay while the answers come and go. */
import { type PlanChange, type PlanKvType, type PlanTryOut } from '../../protocol/plan';
import { element } from '../element';
import { post } from './planHost';
import { fillText, memoryText } from './planStrings';

const kvTypes: readonly PlanKvType[] = ['f16', 'q8_0', 'q4_0'];

export class TryOut {
	private readonly context = element('select', { id: 'context', 'data-testid': 'context' });
	private readonly kvType = element(
		'select',
		{ id: 'kv-type', 'data-testid': 'kv-type' },
		option('auto', fillText('automatic')),
		...kvTypes.map(each => option(each, fillText(each))),
	);
	private readonly changes = element('div', { class: 'changes', role: 'status', 'data-testid': 'changes' });
	private readonly keep = button('keepContext', 'button', () => post({ kind: 'keepContext' }));
	private readonly reset = button('reset', 'button secondary', () => {
		this.context.value = this.context.dataset.settled ?? 'auto';
		this.kvType.value = 'auto';
		this.tell();
		this.context.focus();
	});

	readonly element = element(
		'section',
		{ 'aria-labelledby': 'try', class: 'try' },
		element('h2', { id: 'try' }, fillText('tryTitle')),
		element(
			'div',
			{ class: 'controls' },
			field('context', fillText('context'), this.context),
			field('kv-type', fillText('kvType'), this.kvType),
			element('div', { class: 'buttons' }, this.keep, this.reset),
		),
		this.changes,
	);

	constructor() {
		for (const each of [this.context, this.kvType]) each.addEventListener('change', () => this.tell());
	}

	show({ contexts, contextTokens, kvType, isChanged, canKeep, changes, hint }: PlanTryOut): void {
		const options = [
			option('auto', fillText('automatic')),
			...contexts.map(each => option(String(each), fillText('tokens', each.toLocaleString(document.documentElement.lang)))),
		];
		this.context.replaceChildren(...options);
		this.context.value = String(contextTokens);
		this.kvType.value = kvType;
		if (!isChanged) this.context.dataset.settled = String(contextTokens);
		this.keep.hidden = !canKeep;
		this.reset.hidden = !isChanged;
		const list = changes.length > 0 ? element('ul', {}, ...changes.map(changeLine)) : element('p', {}, fillText('nothingChanges'));
		this.changes.replaceChildren(...(isChanged ? [list] : []), ...(hint === undefined ? [] : [element('p', { class: 'quiet' }, hint)]));
	}

	private tell(): void {
		const context = this.context.value === 'auto' ? 'auto' : Number(this.context.value);
		post({ kind: 'tryOut', contextTokens: context, kvType: kvTypes.find(each => each === this.kvType.value) ?? 'auto' });
	}
}

const names = { completes: 'completes', chats: 'chats', context: 'context', speed: 'speed', gpu: 'gpuMemory', ram: 'ram' } as const;

function changeLine(change: PlanChange): HTMLElement {
	const [before, after] = change.kind === 'bytes' ? [memoryText(change.before), memoryText(change.after)] : [change.before, change.after];
	return element(
		'li',
		{},
		element('span', { class: 'change-name' }, `${fillText(names[change.what])}: `),
		element('span', { class: 'quiet' }, before),
		' → ',
		element('strong', {}, after),
	);
}

function field(id: string, label: string, control: HTMLElement): HTMLElement {
	return element('div', { class: 'field' }, element('label', { for: id }, label), control);
}

function option(value: string, label: string): HTMLOptionElement {
	return element('option', { value }, label);
}

function button(name: 'keepContext' | 'reset', kind: string, onClick: () => void): HTMLButtonElement {
	const node = element('button', { type: 'button', class: kind, hidden: true, 'data-testid': name }, fillText(name));
	node.addEventListener('click', onClick);
	return node;
}
