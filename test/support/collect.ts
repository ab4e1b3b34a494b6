/** Reads a model's stream to the end that it must have, which must be its last event. */
import assert from 'node:assert/strict';
import type { EndEvent, StreamEvent } from '../../src/core/engine/streamEvent';

export interface Collected {
	readonly text: string;
	readonly textEvents: number;
	readonly tokens: number;
	readonly end: EndEvent;
}

export async function collect(events: AsyncIterable<StreamEvent>): Promise<Collected> {
	let text = '';
	let textEvents = 0;
	let tokens = 0;
	let end: EndEvent | undefined;
	for await (const event of events) {
		assert.equal(end, undefined, 'an event after the end');
		if (event.kind === 'end') {
			end = event;
			continue;
		}
		text += event.text;
		tokens += event.tokens;
		textEvents++;
	}
	assert.ok(end, 'no end event');
	return { text, textEvents, tokens, end };
}
