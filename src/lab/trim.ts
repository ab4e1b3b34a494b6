/**
 * `lab trim`: what the extension would show of a given answer at a given place. The answer is streamed, in random pieces, through the same
 * `complete` as in the editor; only what limits an engine's time and tokens is lifted, since the answer is what it is.
 */
import type { Clock } from '../core/completion/clock';
import { complete, type CompletionServices } from '../core/completion/complete';
import { CompletionSession } from '../core/completion/session';
import type { CompletionSettings } from '../core/completion/settings';
import type { ServedModel } from '../core/engine/servedModel';
import type { StreamEvent } from '../core/engine/streamEvent';
import type { AnswerLine, Fields } from './jsonLines';
import { Options } from './options';
import { seededRandom, type Random } from './random';
import { situationFrom } from './situation';

const settings: CompletionSettings = { enabled: true, trigger: 'automatic', maxLines: Infinity, timeTargetMs: Infinity };

/** Time stands still: nothing here is late. */
const clock: Clock = { now: () => 0, delay: (_, signal) => Promise.resolve(signal?.aborted !== true) };

/** Engines send a token at a time, some several: up to twelve characters. */
const longestPiece = 12;

export function labTrim(parameters: readonly string[]): AnswerLine {
	const options = new Options(parameters, ['seed']);
	const seed = options.number('seed', { least: 0, most: 2 ** 32 - 1 }) ?? 1;
	return (fields, index) => trimmed(fields, seededRandom(seed + index));
}

async function trimmed(fields: Fields, random: Random): Promise<object> {
	const filename = fields.optionalText('filename');
	const situation = situationFrom({
		languageId: fields.text('languageId'),
		prefix: fields.text('prefix'),
		suffix: fields.text('suffix'),
		...(filename !== undefined && { filename }),
	});
	const model = new SaysAnyway(fields.text('output'), random);
	const services: CompletionServices = {
		serve: () => Promise.resolve(model),
		session: new CompletionSession(),
		clock,
		isPaused: () => false,
	};
	const result = await complete(situation, settings, services, new AbortController().signal);
	return result.kind === 'shown' ? result.item : { text: null, reason: result.reason };
}

/** A model that says one thing whatever it is asked. */
class SaysAnyway implements ServedModel {
	readonly role = 'completion';
	readonly loaded: ServedModel['loaded'] = {
		installed: { id: 'given', label: 'given answer', family: 'coderV1', fileBytes: 0, roles: ['completion'], isDemo: false },
		contextTokens: 16_384,
		loadMilliseconds: 0,
	};

	constructor(
		private readonly answer: string,
		private readonly random: Random,
	) {}

	async *generate(_: unknown, signal: AbortSignal): AsyncIterable<StreamEvent> {
		for (const text of inPieces(this.answer, this.random)) {
			await Promise.resolve();
			if (signal.aborted) break;
			yield { kind: 'text', text, tokens: 1 };
		}
		yield { kind: 'end', reason: signal.aborted ? 'cancelled' : 'stop', usage: {} };
	}

	countTokens(text: string): Promise<{ tokens: number; exact: boolean }> {
		return Promise.resolve({ tokens: Math.ceil(text.length / 3), exact: false });
	}
}

/** Whole characters, as engines send them. */
export function inPieces(text: string, random: Random): readonly string[] {
	const characters = [...text];
	const pieces: string[] = [];
	for (let start = 0; start < characters.length;) {
		const length = 1 + Math.floor(random() * longestPiece);
		pieces.push(characters.slice(start, start + length).join(''));
		start += length;
	}
	return pieces;
}
