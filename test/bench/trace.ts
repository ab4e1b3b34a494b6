/** A recorded typing session: a file and what happened in it, keystroke by keystroke. One JSON value a line; offsets are UTF-16. */
export interface TraceFile {
	readonly file: string;
	readonly languageId: string;
	readonly text: string;
	/** Files of the same workspace that the editor would find; models for single files are not given them. */
	readonly others?: readonly { readonly file: string; readonly text: string }[];
}

export interface TraceEdit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** What happened at one moment; without edits, only the cursor moved. */
export interface TraceEvent {
	/** Milliseconds since the session began. */
	readonly t: number;
	/** All counted in the text before this event. */
	readonly edits?: readonly TraceEdit[];
	readonly cursor: number;
}

export interface Trace {
	readonly start: TraceFile;
	readonly events: readonly TraceEvent[];
}

export function parseTrace(jsonLines: string): Trace {
	const [first, ...rest] = jsonLines
		.split('\n')
		.map((line, index) => ({ line, index }))
		.filter(({ line }) => line.trim() !== '')
		.map(({ line, index }): unknown => {
			try {
				return JSON.parse(line);
			} catch (error) {
				throw new Error(`line ${index + 1} of the trace is no JSON: ${String(error)}`, { cause: error });
			}
		});
	const start = first as Partial<TraceFile> | undefined;
	if (typeof start?.file !== 'string' || typeof start.languageId !== 'string' || typeof start.text !== 'string')
		throw new Error('the first line of a trace is {"file","languageId","text"}');
	const events = rest as TraceEvent[];
	const bad = events.findIndex(each => typeof each.t !== 'number' || typeof each.cursor !== 'number');
	if (bad >= 0) throw new Error(`event ${bad + 1} of the trace lacks "t" or "cursor"`);
	return { start: start as TraceFile, events };
}

export function printTrace({ start, events }: Trace): string {
	return [start, ...events].map(each => `${JSON.stringify(each)}\n`).join('');
}

/** The text after the event. Edits are made from the last to the first, so that none moves another. */
export function afterEvent(text: string, { edits = [] }: TraceEvent): string {
	return edits
		.toSorted((a, b) => b.start - a.start)
		.reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}
