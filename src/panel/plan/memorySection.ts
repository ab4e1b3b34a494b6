/** The memory as bars, one for each GPU and one for RAM, each with its legend in figures. */
import { type PlanMemory, type PlanModel, type PlanSegment } from '../../protocol/plan';
import { element } from '../element';
import { fillText, memoryText } from './planStrings';

export function memorySection(memories: readonly PlanMemory[], models: readonly PlanModel[], isOffer: boolean): HTMLElement {
	return element(
		'section',
		{ 'aria-labelledby': 'memory', 'data-testid': 'memory' },
		element('h2', { id: 'memory' }, fillText('memory')),
		...(isOffer ? [element('p', { class: 'quiet' }, fillText('offerBars'))] : []),
		...memories.map(memory => bar(memory, models)),
	);
}

function bar(memory: PlanMemory, models: readonly PlanModel[]): HTMLElement {
	const name = memory.kind === 'ram' ? fillText('ram') : memory.kind === 'unified' ? `${memory.name}, ${fillText('unified')}` : memory.name;
	const title = element('div', { class: 'bar-title' }, element('h3', {}, name), element('span', { class: 'quiet' }, freeText(memory)));
	if (memory.segments.length === 0) return element('div', { class: 'memory' }, title);
	const spoken = memory.segments.map(segment => `${segmentName(segment, models)} ${memoryText(segment.bytes)}`);
	const track = element(
		'div',
		{ class: 'bar', role: 'img', 'aria-label': `${name}: ${freeText(memory)}. ${spoken.join(', ')}`, 'data-testid': 'bar' },
		...memory.segments.map(segment => segmentBox(segment, models)),
	);
	const over = memory.missingBytes > 0 ? [element('p', { class: 'trouble' }, fillText('tooMuch', memoryText(memory.missingBytes)))] : [];
	return element('div', { class: 'memory' }, title, track, ...over, legend(memory.segments, models));
}

function freeText({ totalBytes, freeBytes }: PlanMemory): string {
	if (totalBytes === null) return fillText('memoryUnknown');
	if (freeBytes === null) return fillText('totalOnly', memoryText(totalBytes));
	return fillText('freeOfTotal', memoryText(freeBytes), memoryText(totalBytes));
}

function segmentBox(segment: PlanSegment, models: readonly PlanModel[]): HTMLElement {
	const title = `${segmentName(segment, models)}: ${memoryText(segment.bytes)}`;
	const box = element('span', { class: `segment ${classOf(segment)}`, title });
	// A style attribute in the page would be against its policy; through the object it is not.
	box.style.flexGrow = String(segment.bytes / 2 ** 20);
	return box;
}

/** Grouped by model, so that each one's sum can be seen. */
function legend(segments: readonly PlanSegment[], models: readonly PlanModel[]): HTMLElement {
	const groups = [
		...models.map((model, index) => ({ name: model.name, segments: segments.filter(each => each.model === index), model })),
		{ name: '', segments: segments.filter(each => each.model === undefined), model: undefined },
	].filter(group => group.segments.length > 0);
	return element(
		'div',
		{ class: 'legend' },
		...groups.map(group => {
			const sum = group.segments.reduce((bytes, each) => bytes + each.bytes, 0);
			const head = group.model && [
				element('p', { class: 'legend-model' }, group.name, ' ', element('span', { class: 'figure' }, memoryText(sum))),
			];
			return element('div', { class: 'legend-group' }, ...(head ?? []), element('ul', {}, ...group.segments.map(legendEntry)));
		}),
	);
}

function legendEntry(segment: PlanSegment): HTMLElement {
	return element(
		'li',
		{},
		element('span', { class: `swatch ${classOf(segment)}`, 'aria-hidden': 'true' }),
		element('span', {}, fillText(segment.part)),
		' ',
		element('span', { class: 'figure' }, memoryText(segment.bytes)),
	);
}

function segmentName({ part, model }: PlanSegment, models: readonly PlanModel[]): string {
	const name = model === undefined ? undefined : models[model]?.name;
	return name === undefined ? fillText(part) : `${name} ${fillText(part)}`;
}

/** The second model has the same colours, striped. */
function classOf({ part, model }: PlanSegment): string {
	return model === 1 ? `${part} striped` : part;
}
