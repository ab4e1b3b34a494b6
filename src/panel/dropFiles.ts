/** Takes files that are dragged onto the panel, from VS Code's explorer or its tabs; the host decides which of them it takes. */
import { element, icon } from './element';
import { post } from './host';
import { text } from './strings';

/** What VS Code drags, the fullest list first. */
const types = ['application/vnd.code.uri-list', 'text/uri-list'];

export function dropFiles(parent: HTMLElement): void {
	const hint = element('div', { class: 'drop-hint', hidden: true, 'data-testid': 'drop-hint' }, icon('add'), text('dropHere'));
	parent.append(hint);
	const holdsFiles = ({ dataTransfer }: DragEvent) => types.some(type => dataTransfer?.types.includes(type));
	document.addEventListener('dragover', event => {
		if (!holdsFiles(event)) return;
		event.preventDefault();
		hint.hidden = false;
	});
	document.addEventListener('dragleave', event => {
		// Also fires on the way from one element to another; the page is left where nothing is entered.
		if (event.relatedTarget === null) hint.hidden = true;
	});
	document.addEventListener('drop', event => {
		hint.hidden = true;
		if (!holdsFiles(event)) return;
		event.preventDefault();
		const list = types.map(type => event.dataTransfer?.getData(type) ?? '').find(data => data !== '') ?? '';
		const uris = list.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
		if (uris.length > 0) post({ kind: 'attachFiles', uris });
	});
}
