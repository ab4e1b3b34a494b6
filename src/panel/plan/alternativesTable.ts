/** The table of models: what each would take and give on this machine, why it was not chosen, and a button where something can be done. */
import { type PlanFigures, type PlanRow, type PlanString } from '../../protocol/plan';
import { element } from '../element';
import { post } from './planHost';
import { fileText, fillText, memoryText, secondsText, speedText } from './planStrings';

const columns: readonly PlanString[] = ['model', 'quantization', 'context', 'needs', 'speed', 'firstToken', 'remark', 'action'];

export function alternativesTable(rows: readonly PlanRow[]): HTMLElement {
	// Where the page is narrow, the style lays rows out as cards; the roles keep them a table for who can't see it.
	const head = element(
		'tr',
		{ role: 'row' },
		...columns.map(each => element('th', { role: 'columnheader', scope: 'col' }, fillText(each))),
	);
	return element(
		'section',
		{ 'aria-labelledby': 'alternatives' },
		element('h2', { id: 'alternatives' }, fillText('alternatives')),
		element(
			'table',
			{ role: 'table', 'aria-labelledby': 'alternatives', 'data-testid': 'alternatives' },
			element('thead', { role: 'rowgroup' }, head),
			element('tbody', { role: 'rowgroup' }, ...rows.map(tableRow)),
		),
	);
}

function tableRow(row: PlanRow): HTMLElement {
	const { name, quantization, isChosen, isRecommended, figures, why } = row;
	const cell = (column: PlanString, ...content: readonly (Node | string)[]) =>
		element('td', { role: 'cell', class: column, 'data-label': fillText(column) }, ...content);
	return element(
		'tr',
		{ role: 'row', class: isChosen ? 'chosen' : isRecommended ? 'recommended' : undefined },
		element(
			'th',
			{ role: 'rowheader', scope: 'row' },
			element('span', { class: 'name' }, name),
			element('span', { class: 'badges' }, ...badges(row)),
		),
		cell('quantization', quantization),
		cell('context', figures ? figures.contextTokens.toLocaleString(document.documentElement.lang) : fillText('unknown')),
		cell('needs', ...(figures ? needs(figures) : [fillText('unknown')])),
		cell('speed', figures ? speedText(figures.tokensPerSecond) : fillText('unknown')),
		cell('firstToken', figures ? secondsText(figures.firstTokenMilliseconds) : fillText('unknown')),
		cell('remark', element('span', { dir: 'auto' }, why)),
		cell('action', ...action(row)),
	);
}

/** The empty text between them keeps words apart where they are read out or copied. */
function badges({ roles, isChosen, isRecommended, isInstalled }: PlanRow): (Node | string)[] {
	const chosen = isChosen ? [element('span', { class: 'badge strong' }, `✓ ${fillText('chosen')}`)] : [];
	const recommended = isRecommended ? [element('span', { class: 'badge strong' }, `★ ${fillText('recommended')}`)] : [];
	const installed = isInstalled ? [element('span', { class: 'badge' }, fillText('installed'))] : [];
	return [...chosen, ...recommended, ...roles.map(role => element('span', { class: 'badge' }, fillText(role))), ...installed].flatMap(
		each => [' ', each],
	);
}

function needs({ gpuBytes, hostBytes, gpuLayers }: PlanFigures): Node[] {
	const lines = [
		gpuBytes > 0 && fillText('onGpu', memoryText(gpuBytes)),
		fillText('inRam', memoryText(hostBytes)),
		gpuLayers && fillText('layers', String(gpuLayers.on), String(gpuLayers.of)),
	];
	return lines.flatMap(line => (line ? [element('div', {}, line)] : []));
}

function action({ id, name, quantization, roles, isRecommended, action: what, downloadBytes = 0 }: PlanRow): Node[] {
	if (what === undefined) return [];
	// Base and instruct models have one name: what they are for tells them apart where the row is not seen.
	const model = [`${name} ${quantization}`, ...roles.map(role => fillText(role))].join(', ');
	const label = what === 'use' ? fillText('useName', model) : fillText('downloadName', model, fileText(downloadBytes));
	const node = element(
		'button',
		{
			type: 'button',
			class: isRecommended ? 'button' : 'button secondary',
			'aria-label': label,
			title: label,
			'data-focus': `${what} ${id}`,
			'data-testid': what,
		},
		fillText(what),
	);
	node.addEventListener('click', () => post({ kind: what, row: id }));
	return what === 'download' ? [node, element('div', { class: 'quiet' }, fileText(downloadBytes))] : [node];
}
