/**
 * Reads the JSON a constrained model writes while it streams: words come out as they are written, a call once it is whole.
 * See callSchema.ts for the two shapes.
 */
import type { CallPart } from './readCalls';

/** Text before which nothing but white space may stand. */
const opening = /^\s*\{\s*"answer"\s*:\s*"/;

export class JsonCallReader {
	private raw = '';
	/** How much of `raw` has been given out; absent while it is not known that it is an answer in words. */
	private at: number | undefined;
	private isClosed = false;

	/** @param names of the tools that may be called; a server that ignores the schema could name another */
	constructor(private readonly names: readonly string[]) {}

	push(piece: string): readonly CallPart[] {
		this.raw += piece;
		this.at ??= opening.exec(this.raw)?.[0].length;
		return this.speak();
	}

	finish(): readonly CallPart[] {
		if (this.at !== undefined) return [];
		if (this.raw.trim() === '') return [];
		const call = readCall(this.raw);
		if (call === undefined) return [{ kind: 'brokenCall', raw: this.raw }];
		return [this.names.includes(call.name) ? { kind: 'call', call } : { kind: 'unknownTool', name: call.name }];
	}

	private speak(): readonly CallPart[] {
		if (this.at === undefined || this.isClosed) return [];
		const { text, end, isClosed } = stringFrom(this.raw, this.at);
		this.at = end;
		this.isClosed = isClosed;
		return text === '' ? [] : [{ kind: 'text', text }];
	}
}

/** As much of a JSON string's inside as is whole: no half escape, no half pair of surrogates. */
function stringFrom(raw: string, start: number): { text: string; end: number; isClosed: boolean } {
	let end = start;
	while (end < raw.length && raw[end] !== '"') {
		const length = raw[end] !== '\\' ? 1 : raw[end + 1] === 'u' ? 6 : 2;
		if (end + length > raw.length) break;
		end += length;
	}
	const isClosed = raw[end] === '"';
	const text = unescaped(raw.slice(start, end));
	const isHalf = !isClosed && /[\ud800-\udbff]$/.test(text);
	return isHalf ? { text: text.slice(0, -1), end: end - (raw[end - 1] === text.at(-1) ? 1 : 6), isClosed } : { text, end, isClosed };
}

function unescaped(inside: string): string {
	try {
		return JSON.parse(`"${inside}"`) as string;
	} catch {
		// Only an engine that does not keep to the grammar writes a bare line break.
		return inside.replace(/\\(.)/g, '$1');
	}
}

function readCall(raw: string): Extract<CallPart, { kind: 'call' }>['call'] | undefined {
	try {
		const { tool, input } = JSON.parse(raw) as { tool?: unknown; input?: unknown };
		if (typeof tool !== 'string' || typeof input !== 'object' || input === null) return undefined;
		return { name: tool, input: input as Record<string, unknown> };
	} catch {
		return undefined;
	}
}
