/**
 * Reads DeepSeek-V3's own calls out of an answer while it streams:
 *   <｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>NAME\n```json\n{…}\n```<｜tool▁call▁end｜>…<｜tool▁calls▁end｜>
 * Some engines leave special tokens out of the text, so a call is known by its words too: "function", the name of a tool that was offered, and
 * the fence behind it.
 */
import type { CallPart } from './readCalls';

const fence = '\n```json\n';
const tokens = /<｜tool▁(?:calls?▁(?:begin|end)|sep)｜>/g;

export class NativeCallReader {
	private held = '';

	constructor(private readonly names: readonly string[]) {}

	push(piece: string): readonly CallPart[] {
		this.held += piece;
		const parts: CallPart[] = [];
		for (;;) {
			const start = this.startOfCall();
			this.speak(start, parts);
			const [whole, name, json] = this.held === '' ? [] : (this.call.exec(this.held) ?? []);
			if (whole === undefined || name === undefined || json === undefined) return parts;
			parts.push(read(name, json, whole));
			this.held = this.held.slice(whole.length);
		}
	}

	finish(): readonly CallPart[] {
		const rest = this.held.replace(tokens, '').trimEnd();
		this.held = '';
		if (rest === '') return [];
		return this.isCall(rest.trimStart()) ? [{ kind: 'brokenCall', raw: rest }] : [{ kind: 'text', text: rest }];
	}

	/** Gives out what stands before a place where a call begins or may begin. */
	private speak(start: number, parts: CallPart[]): void {
		if (start === 0) return;
		parts.push({ kind: 'text', text: this.held.slice(0, start) });
		this.held = this.held.slice(start);
	}

	private get call(): RegExp {
		const token = '(?:<｜tool▁(?:calls?▁(?:begin|end)|sep)｜>)?';
		const names = this.names.map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
		return new RegExp(`^\\s*${token}\\s*${token}function${token}(${names})\\s*\`\`\`json\\n([\\s\\S]*?)\\n\`\`\`${token}${token}`);
	}

	private startOfCall(): number {
		for (const { index } of this.held.matchAll(/\s*(?:<(?=$|｜)|f)/g)) {
			if (this.mayBeCall(this.held.slice(index).trimStart())) return index;
		}
		return this.held.trimEnd().length;
	}

	private mayBeCall(text: string): boolean {
		if ('<｜tool▁'.startsWith(text) || text.startsWith('<｜tool▁')) return true;
		return this.names.some(name => {
			const begins = `function${name}${fence}`;
			const said = text.replace(tokens, '');
			return begins.startsWith(said) || said.startsWith(begins);
		});
	}

	private isCall(text: string): boolean {
		return this.names.some(name => text.startsWith(`function${name}\n`));
	}
}

function read(name: string, json: string, whole: string): CallPart {
	try {
		const input: unknown = JSON.parse(json);
		if (typeof input === 'object' && input !== null) return { kind: 'call', call: { name, input: input as Record<string, unknown> } };
	} catch {
		// Said below.
	}
	return { kind: 'brokenCall', raw: whole };
}
