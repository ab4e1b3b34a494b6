/** Builds DOM nodes in one expression. Text is always set as text, never parsed. */
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

export function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	attributes: Attributes = {},
	...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value === true) node.setAttribute(name, '');
		else if (value !== false && value !== undefined) node.setAttribute(name, value);
	}
	node.append(...children);
	return node;
}

/** A codicon for the eye only; what it means is said by the element around it. */
export function icon(name: string): HTMLElement {
	return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** A button that is only an icon: its label is its tooltip and its name. */
export function iconButton(name: string, label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
	const button = element('button', { type: 'button', class: 'icon-button', title: label, 'aria-label': label, ...attributes }, icon(name));
	button.addEventListener('click', onClick);
	return button;
}
