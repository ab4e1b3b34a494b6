/** The page of "Show Model Plan": draws what the host sends and tells it what was chosen. Nothing is decided here. */
import '../../../media/plan.css';
import { type PlanPage, type ToPlanPage } from '../../protocol/plan';
import { element } from '../element';
import { alternativesTable } from './alternativesTable';
import { memorySection } from './memorySection';
import { post } from './planHost';
import { fillText, useStrings } from './planStrings';
import { TryOut } from './tryOut';

let page: Page | undefined;

window.addEventListener('message', (event: MessageEvent<ToPlanPage>) => {
	const message = event.data;
	if (message.kind === 'setup') {
		useStrings(message.strings);
		page ??= new Page();
	}
	page?.show(message.page);
});
post({ kind: 'ready' });

class Page {
	private readonly reason = element('p', { class: 'reason', dir: 'auto' });
	private readonly place = element('p', { class: 'quiet' });
	private readonly notes = element('ul', { class: 'notes' });
	private readonly costs = element('section', { 'aria-labelledby': 'costs', 'data-testid': 'costs' });
	private readonly memory = element('div', {});
	private readonly table = element('div', {});
	private readonly next = element('p', { class: 'next', dir: 'auto' });
	private readonly tryOut = new TryOut();

	constructor() {
		const again = element('button', { type: 'button', class: 'button secondary', 'data-testid': 'look-again' }, fillText('lookAgain'));
		again.addEventListener('click', () => post({ kind: 'lookAgain' }));
		const header = element('header', { class: 'header' }, element('h1', {}, fillText('title')), again);
		document.body.append(
			element('main', {}, header, this.reason, this.place, this.notes, this.costs, this.memory, this.tryOut.element, this.table, this.next),
		);
	}

	show({ reason, place, notes, costs, next, isOffer, memories, models, rows, tryOut }: PlanPage): void {
		this.reason.textContent = reason;
		this.place.textContent = place;
		this.notes.replaceChildren(...notes.map(note => element('li', { dir: 'auto' }, note)));
		this.notes.hidden = notes.length === 0;
		const lines = costs.map(each => element('li', { dir: 'auto' }, each));
		this.costs.replaceChildren(element('h2', { id: 'costs' }, fillText('costs')), element('ul', { class: 'notes' }, ...lines));
		this.costs.hidden = costs.length === 0;
		this.memory.replaceChildren(memorySection(memories, models, isOffer));
		this.tryOut.show(tryOut);
		keepingFocus(() => this.table.replaceChildren(alternativesTable(rows)));
		this.next.textContent = next ?? '';
		this.next.hidden = next === undefined;
	}
}

/** What is drawn anew must not take the focus from who uses the keyboard. */
function keepingFocus(draw: () => void): void {
	const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
	draw();
	if (focused === undefined) return;
	for (const each of document.querySelectorAll<HTMLElement>('[data-focus]')) if (each.dataset.focus === focused) each.focus();
}
