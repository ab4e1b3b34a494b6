/** Turns the lines an explanation cites, "(L12-L15)", "lines 12 to 15", "satır 12", "第12行", into buttons that go there. */
import { type PanelSource } from '../protocol/panel';
import { element } from './element';
import { text } from './strings';

export function linkLines(fragment: DocumentFragment, source: PanelSource, open: (startLine: number, endLine: number) => void): void {
	const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
	const nodes: Text[] = [];
	while (walker.nextNode()) {
		if (walker.currentNode instanceof Text && !walker.currentNode.parentElement?.closest('a, code, pre')) nodes.push(walker.currentNode);
	}
	for (const node of nodes) node.replaceWith(...linked(node.data, source, open));
}

function linked(words: string, source: PanelSource, open: (startLine: number, endLine: number) => void): (Node | string)[] {
	const parts: (Node | string)[] = [];
	let from = 0;
	for (const match of words.matchAll(citation)) {
		const startLine = Number(match[1] ?? match[3]);
		const endLine = Number(match[2] ?? match[4] ?? startLine);
		const isInside = source.startLine <= startLine && startLine <= endLine && endLine <= source.endLine;
		if (!isInside) continue;
		const button = element('button', { type: 'button', class: 'link', title: text('goToLine', String(startLine)) }, match[0]);
		button.addEventListener('click', () => open(startLine, endLine));
		const before = openBracket.exec(words.slice(from, match.index))?.[0] ?? '';
		const end = match.index + match[0].length;
		const after = closingMarks.exec(words.slice(end))?.[0] ?? '';
		parts.push(words.slice(from, match.index - before.length), element('span', { class: 'citation' }, before, button, after));
		from = end + after.length;
	}
	return [...parts, words.slice(from)];
}

/** What is drawn on the line of a button beside it: a browser would break the line between the two. */
const openBracket = /[([（]$/;
const closingMarks = /^[)\]）.,;:!?。，、؟،]+/;

const citation =
	/\bL(\d+)(?:\s?[-–]\s?L?(\d+))?\b|(?:\b[Ll]ines?|\b[Ss]atır(?:lar)?|第)\s?(\d+)(?:\s?(?:[-–~至到]|to|and|ile)\s?(\d+))?(?:\s?行)?/g;
