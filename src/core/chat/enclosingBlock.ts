/**
 * Finds the function around a line from indentation and brackets alone, for files without a language server. Knows no language: a header is
 * a line that reads like one in most of them, and its body is what is indented deeper, with the line that closes it.
 */
import { type LineRange } from './lineRange';

/** The innermost function around a zero-based line, else the outermost block; nothing for a line that stands in no block. */
export function enclosingBlock(lines: readonly string[], line: number): LineRange | undefined {
	const start = nearestText(lines, line);
	if (start === undefined) return undefined;
	const parents = [start, ...linesAround(lines, start)];
	const blocks = parents.map(header => ({ startLine: header, endLine: endOfBlock(lines, header) })).filter(isAround(line));
	return blocks.find(block => isFunctionHeader(lines[block.startLine] ?? '')) ?? blocks.at(-1);
}

/** The lines above that are less and less indented: each opens a block that the line stands in. */
function linesAround(lines: readonly string[], line: number): readonly number[] {
	const found: number[] = [];
	let depth = indentOf(lines[line] ?? '');
	// A closing bracket stands as deep as its header, so the header above it counts as around it.
	if (closes(lines[line] ?? '')) depth += 1;
	for (let above = line - 1; above >= 0 && depth > 0; above--) {
		const text = lines[above] ?? '';
		if (text.trim() === '' || indentOf(text) >= depth || continues(text)) continue;
		depth = indentOf(text);
		found.push(above);
	}
	return found;
}

/** The last line of the block that a header opens; the header itself when nothing is indented under it. */
export function endOfBlock(lines: readonly string[], header: number): number {
	const depth = indentOf(lines[header] ?? '');
	let end = header;
	for (let below = header + 1; below < lines.length; below++) {
		const text = lines[below] ?? '';
		if (text.trim() === '') continue;
		const isDeeper = indentOf(text) > depth;
		if (isDeeper || (indentOf(text) === depth && continues(text))) end = below;
		else {
			if (indentOf(text) === depth && closes(text)) end = below;
			break;
		}
		if (!isDeeper && closes(text) && !opens(text)) break;
	}
	return end;
}

function isAround(line: number): (block: LineRange) => boolean {
	return ({ startLine, endLine }) => endLine > startLine && startLine <= line && line <= endLine;
}

/** `) {`, `{`, `} else {`, `else:`: lines as deep as the header that still belong to its block. */
function continues(text: string): boolean {
	return /^\s*(?:[)\]}{]|(?:else|elif|except|finally|catch|then|do)\b)/.test(text);
}

function closes(text: string): boolean {
	return /^\s*(?:[)\]}]|end\b)/.test(text);
}

function opens(text: string): boolean {
	return /[{([:]\s*$/.test(text);
}

function isFunctionHeader(text: string): boolean {
	if (/^\s*(?:[)\]}]|(?:if|else|elif|for|foreach|while|switch|case|catch|try|do|with|return|match|unless|until)\b)/.test(text))
		return false;
	if (/\b(?:function|def|fn|func|fun|sub|proc|defp|lambda)\b|=>/.test(text)) return true;
	// A method or a C-like function: a name, parameters, and a body that opens here or on the next line.
	return /^\s*[\w$@<>[\]&*:.,~\s]*\b[\w$]+\s*(?:<[^>]*>)?\((?:[^;]*\)[^;=]*\{?|[^;)]*)\s*$/.test(text);
}

function nearestText(lines: readonly string[], line: number): number | undefined {
	for (let above = Math.min(line, lines.length - 1); above >= 0; above--) if ((lines[above] ?? '').trim() !== '') return above;
	return undefined;
}

function indentOf(text: string): number {
	const tabColumns = 4; // any width does: only which line is deeper matters, and files rarely mix both in one block
	let columns = 0;
	for (const character of text) {
		if (character === '\t') columns += tabColumns - (columns % tabColumns);
		else if (character === ' ') columns++;
		else break;
	}
	return columns;
}
