/**
 * Finds out how far a connection goes: name, port, answer, model, one token, special tokens. Each step needs the one before, so the first that
 * fails is the cause (unless a proxy answers all the same) and those after it are not tried. Says what happened as values; the words are chosen at the editor's edge.
 */
import { fimBegin, fimEnd, fimHole } from '../models/dialect';
import type { Engine, GenerateRequest, InstalledModel, LoadedModel, LoadOptions } from './engine';
import { toEngineError } from './engineError';
import { special, type Prompt } from './prompt';

export type StepResult =
	| { readonly step: 'name'; readonly host: string; readonly addresses: readonly string[] }
	| { readonly step: 'port'; readonly host: string; readonly port: number; readonly milliseconds: number }
	/** Name or port failed, and yet there is an answer: a proxy knows the way. */
	| { readonly step: 'detour'; readonly subject: string; readonly why: string }
	| { readonly step: 'answer'; readonly place: string; readonly models: readonly string[] }
	| { readonly step: 'model'; readonly model: string; readonly contextTokens: number }
	| { readonly step: 'token'; readonly milliseconds: number }
	| { readonly step: 'specialTokens'; readonly reading: 'right' | 'asText' | 'notCounted' | 'noHoles' }
	/** `why` is the log's English; `subject` is empty where there is no model. */
	| { readonly step: 'failed'; readonly at: Step; readonly subject: string; readonly why: string };

export type Step = 'name' | 'port' | 'answer' | 'model' | 'token' | 'specialTokens';

export interface Network {
	/** The addresses of a name; throws when it has none. */
	resolve(host: string): Promise<readonly string[]>;
	/** Connects and hangs up; throws when nobody takes the call. */
	connect(host: string, port: number, signal: AbortSignal): Promise<void>;
}

export interface DiagnoseOptions {
	readonly network: Network;
	/** The model at work and how it is loaded; absent: the first that the engine has. */
	readonly post?: { readonly model: InstalledModel; readonly options: LoadOptions } | undefined;
	readonly now: () => number;
}

/** Ends after the first failure, or after `specialTokens`. Never throws. */
export async function* diagnose(engine: Engine, options: DiagnoseOptions, signal: AbortSignal): AsyncGenerator<StepResult> {
	let at: Step = 'name';
	let subject = engine.place;
	try {
		for await (const result of steps(engine, options, signal, (step, about) => ([at, subject] = [step, about]))) yield result;
	} catch (error) {
		yield { step: 'failed', at, subject, why: toEngineError(error).message };
	}
}

async function* steps(
	engine: Engine,
	{ network, post, now }: DiagnoseOptions,
	signal: AbortSignal,
	begin: (step: Step, subject: string) => void,
): AsyncGenerator<StepResult> {
	const blocked = engine.url === undefined ? undefined : yield* reach(new URL(engine.url), { network, now }, signal, begin);
	const models = await engine.models(signal).catch((error: unknown) => {
		if (!blocked) begin('answer', engine.place);
		throw blocked ? blocked.error : error;
	});
	if (blocked) yield { step: 'detour', subject: blocked.subject, why: toEngineError(blocked.error).message };
	yield { step: 'answer', place: engine.place, models: models.map(({ id }) => id) };

	const model = models.find(({ id }) => id === post?.model.id) ?? models[0];
	begin('model', model?.id ?? '');
	if (model === undefined) throw new Error('it has no DeepSeek model');
	const loaded = await engine.load(model, post?.options ?? { contextTokens: 2048 }, signal);
	yield { step: 'model', model: model.id, contextTokens: loaded.contextTokens };

	begin('token', model.id);
	const asked = now();
	const plain = await promptTokens(engine, loaded, ['let answer = '], signal);
	yield { step: 'token', milliseconds: now() - asked };

	begin('specialTokens', model.id);
	const hole = [special(fimBegin), 'let answer = ', special(fimHole), special(fimEnd)];
	if (!model.roles.includes('completion')) yield { step: 'specialTokens', reading: 'noHoles' };
	else yield { step: 'specialTokens', reading: reading(plain, await promptTokens(engine, loaded, hole, signal), hole.length - 1) };
}

/** The way there without a word of the protocol; gives what stopped it, which is no failure yet where a proxy goes another way. */
async function* reach(
	{ hostname, port, protocol }: URL,
	{ network, now }: Pick<DiagnoseOptions, 'network' | 'now'>,
	signal: AbortSignal,
	begin: (step: Step, subject: string) => void,
): AsyncGenerator<StepResult, { readonly subject: string; readonly error: unknown } | undefined> {
	const host = hostname.replace(/^\[(.*)\]$/, '$1');
	const number = Number(port) || (protocol === 'https:' ? 443 : 80);
	let subject = host;
	try {
		begin('name', subject);
		yield { step: 'name', host, addresses: await network.resolve(host) };
		begin('port', (subject = `${host}:${number}`));
		const called = now();
		await network.connect(host, number, signal);
		yield { step: 'port', host, port: number, milliseconds: now() - called };
		return undefined;
	} catch (error) {
		return { subject, error };
	}
}

/** Read right, each special token is one token more than the text alone. */
function reading(plain: number | undefined, withSpecial: number | undefined, specials: number): 'right' | 'asText' | 'notCounted' {
	if (plain === undefined || withSpecial === undefined) return 'notCounted';
	return withSpecial === plain + specials ? 'right' : 'asText';
}

async function promptTokens(engine: Engine, model: LoadedModel, prompt: Prompt, signal: AbortSignal): Promise<number | undefined> {
	const request: GenerateRequest = { role: 'completion', prompt, maxTokens: 1, temperature: 0, stop: [] };
	for await (const event of engine.generate(model, request, signal)) if (event.kind === 'end') return event.usage.promptTokens;
	return undefined;
}
