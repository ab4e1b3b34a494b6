/** After accepting, the next suggestion is there or on its way: the engine is asked for it while the one before is read. */
import assert from 'node:assert/strict';
import type { CompletionResult } from '../../../../src/core/completion/complete';
import { CompletionSession } from '../../../../src/core/completion/session';
import { at, completeAt, ManualClock, pieces, ScriptedModel, settle, Tap } from './scripted';

describe('looking ahead', () => {
	const first = 'const sum = add(a, b);';
	const second = '\nreturn sum;';

	it('has the next suggestion there when this one is accepted', async () => {
		const { session, model } = quick(() => pieces(model.requests.length === 1 ? first : second));
		await look(session, model, '$0');
		await settle();
		assert.deepEqual(prefixes(model), ['f();\n', `f();\n${first}`]);
		const result = await look(session, model, `${first}$0`);
		assert.equal(textOf(result), second);
		assert.equal(result.record.source, 'remembered');
	});

	it('takes the characters that the suggestion replaces for gone', async () => {
		const { session, model } = quick(() => pieces('a, b)'));
		await look(session, model, 'f($0)\n');
		await settle();
		assert.deepEqual(textParts(model, 1), ['f();\nf(a, b)', '\n']);
	});

	it('is joined when the suggestion is accepted before the answer is there', async () => {
		const tap = new Tap();
		const { session, model } = quick((_, signal) => (model.requests.length === 1 ? pieces(first) : tap.stream(signal)));
		await look(session, model, '$0');
		await settle();
		const accepted = look(session, model, `${first}$0`);
		await settle();
		await tap.say(second);
		await tap.end();
		assert.equal(textOf(await accepted), second);
		assert.equal((await accepted).record.source, 'joined');
	});

	it('goes on while the user types the suggestion', async () => {
		const { session, model } = quick((_, signal) => (model.requests.length === 1 ? pieces(first) : new Tap().stream(signal)));
		for (const typed of ['', 'c', 'co', 'con']) await look(session, model, `${typed}$0`);
		await settle();
		assert.equal(model.requests.length, 2);
		assert.equal(model.signals[1]?.aborted, false);
	});

	it('ends in the engine before another request begins', async () => {
		const { session, model } = quick((_, signal) => (model.requests.length === 2 ? new Tap().stream(signal) : pieces(first)));
		await look(session, model, '$0');
		await settle();
		let wasAborted: boolean | undefined;
		const other = new ScriptedModel(() => {
			wasAborted = model.signals[1]?.aborted;
			return pieces('x');
		});
		await look(session, other, 'let y = $0');
		assert.equal(wasAborted, true);
	});

	it('ends when completions are switched off meanwhile', async () => {
		const { session, model } = quick((_, signal) => (model.requests.length === 1 ? pieces(first) : new Tap().stream(signal)));
		await look(session, model, '$0');
		await settle();
		await completeAt(at('f();\na$0'), model, { session, isPaused: true });
		assert.equal(model.signals[1]?.aborted, true);
	});

	it('does not begin while the engine is still busy with the suggestion', async () => {
		let rest: () => void = () => undefined;
		const resting = new Promise<void>(resolve => (rest = resolve));
		const { session, model } = quick(async function* () {
			yield* pieces('1;', '\nmore();');
			await resting;
		});
		const situation = at('f();\nconst a = $0', { trigger: 'explicit' });
		assert.equal(textOf(await completeAt(situation, model, { session, looksAhead: true, clock: new ManualClock() })), '1;');
		await settle();
		assert.equal(model.requests.length, 1);
		rest();
		await settle();
		assert.equal(model.requests.length, 2);
	});

	it('does not begin when the user has gone on', async () => {
		const { session, model } = quick(() => pieces(first));
		await Promise.all([look(session, model, '$0'), completeAt(at('f();\n$0x'), model, { session })]);
		await settle();
		assert.equal(model.requests.length, 1);
	});

	it('is left to machines that are quick, by measure', async () => {
		for (const [tokensPerSecond, firstTokenMs] of [
			[20, 100],
			[200, 900],
			[null, null],
		] as const) {
			const { session, model } = quick(() => pieces(first), tokensPerSecond, firstTokenMs);
			await look(session, model, '$0');
			await settle();
			assert.equal(model.requests.length, 1, `${tokensPerSecond} tok/s, first token after ${firstTokenMs} ms`);
		}
	});
});

function quick(
	answer: ConstructorParameters<typeof ScriptedModel>[0],
	tokensPerSecond: number | null = 100,
	firstTokenMs: number | null = 50,
): { readonly session: CompletionSession; readonly model: ScriptedModel } {
	const session = new CompletionSession();
	if (tokensPerSecond !== null) session.noteSpeed('scripted', tokensPerSecond);
	// One of many, so that the test's own clock, which stands still, does not change the median.
	if (firstTokenMs !== null) for (let time = 0; time < 12; time++) session.latencyOf('scripted').note(firstTokenMs);
	return { session, model: new ScriptedModel(answer) };
}

/** Completes in a file that has a line above. */
function look(session: CompletionSession, model: ScriptedModel, document: string): Promise<CompletionResult> {
	return completeAt(at(`f();\n${document}`), model, { session, looksAhead: true });
}

function textParts(model: ScriptedModel, request: number): readonly string[] {
	return model.requests[request]?.prompt.filter(part => typeof part === 'string') ?? [];
}

function prefixes(model: ScriptedModel): (string | undefined)[] {
	return model.requests.map((_, index) => textParts(model, index)[0]);
}

function textOf(result: CompletionResult): string {
	return result.kind === 'shown' ? result.item.text : `nothing: ${result.reason}`;
}
