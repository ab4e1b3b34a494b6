/** Speaks to screen readers: once per finished answer or done action, never per token. */
import { element } from './element';

const region = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite', 'data-testid': 'announcer' });

export function addAnnouncer(parent: HTMLElement): void {
	parent.append(region);
}

export function announce(text: string): void {
	region.textContent = text;
}
