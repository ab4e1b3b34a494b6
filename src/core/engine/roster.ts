/**
 * Who does which work: the model that completes and the one that chats, each loaded when it is first asked and kept; and one that reasons, which
 * only fits when the others are gone.
 * Only this file knows that an engine may have to be waited for, retried or replaced; what asks just gets a `ServedModel`.
 */
import { untilAborted } from '../base/abort';
import { Emitter } from '../base/emitter';
import type { SpeedMeter } from '../metrics/speedMeter';
import type { Engine, GenerateRequest, InstalledModel, LoadOptions, LoadedModel, Role, TokenCount } from './engine';
import { toEngineError, type EngineError } from './engineError';
import type { ServedModel } from './servedModel';
import type { StreamEvent } from './streamEvent';
import { Turns } from './turns';
import { UseLog } from './useLog';

/** One model on one engine with the one set of options it is always loaded with. */
export interface Post {
	readonly engine: Engine;
	readonly model: InstalledModel;
	readonly options: LoadOptions;
}

/** A model that was unloaded after so many minutes without use. */
export interface Rest {
	readonly post: Post;
	readonly minutes: number;
}

export type Assignments = Readonly<Partial<Record<Role, Post>>>;

export type RosterState =
	| { readonly kind: 'starting' }
	| { readonly kind: 'noModel' }
	/** A model is chosen; it loads when it is first needed, or needed again after a rest. */
	| { readonly kind: 'waiting'; readonly model: InstalledModel; readonly isRested?: true }
	| { readonly kind: 'loading'; readonly model: InstalledModel; readonly share?: number }
	| { readonly kind: 'ready'; readonly model: InstalledModel }
	| { readonly kind: 'trouble'; readonly error: EngineError };

/** How long a failure is remembered before completions try again by themselves; a person who asks in the chat is never made to wait. */
const retryCompletionAfterMs = 5000;

/** Of code, roughly. */
const charactersPerToken = 3;

export class Roster {
	private readonly changed = new Emitter<RosterState>();
	private assignments: Assignments = {};
	private reasoning: Post | undefined;
	private readonly loads = new Map<string, Promise<LoadedModel>>();
	private readonly inMemory = new Map<string, { readonly post: Post; readonly loaded: LoadedModel }>();
	/** Unloaded because nobody used them, with the time they were given. */
	private readonly resting = new Map<string, Rest>();
	private readonly uses: UseLog;
	private readonly turns: Turns<Post>;
	/** Whether the models don't fit into memory together. */
	private inTurns = false;
	private failedAt: number | undefined;
	private current: RosterState = { kind: 'starting' };
	/** Ends when the first plan is known, or that there is none. */
	private readonly starting: Promise<void>;
	private endStart: () => void = () => undefined;

	readonly onDidChange = this.changed.event;

	constructor(
		private readonly meter: SpeedMeter,
		private readonly now: () => number,
	) {
		this.starting = new Promise(resolve => (this.endStart = resolve));
		this.uses = new UseLog(now);
		this.turns = new Turns({
			others: post => this.rivalsOf(post).filter(each => keyOf(each) !== keyOf(post) && this.loads.has(keyOf(each))),
			load: post => this.load(post),
			unload: post => this.unload(post),
			keyOf,
			now,
		});
	}

	get state(): RosterState {
		return this.current;
	}

	post(role: Role): Post | undefined {
		return this.assignments[role];
	}

	/** The model that reasons, where it is another than the one that chats. */
	get reasoner(): Post | undefined {
		return this.reasoning;
	}

	/** What is in memory because of us. */
	get loaded(): readonly { readonly post: Post; readonly loaded: LoadedModel }[] {
		return [...this.inMemory.values()];
	}

	/** Those that were unloaded because nobody used them; the next use loads them again. */
	get rested(): readonly Rest[] {
		return [...this.resting.values()];
	}

	/**
	 * Puts these models to work from the next request on. Models that no longer have a role are unloaded.
	 * @param inTurns they don't fit into memory together
	 * @param reasoner fits only without the others; loaded when it is asked for, and gone when one of them is
	 */
	async assign(assignments: Assignments, inTurns = false, reasoner?: Post): Promise<void> {
		const before = this.posts();
		this.assignments = assignments;
		this.reasoning = reasoner?.model.id === assignments.chat?.model.id ? undefined : reasoner;
		const kept = new Set(this.posts().map(keyOf));
		this.inTurns = inTurns;
		this.failedAt = undefined;
		this.resting.clear();
		const model = (assignments.completion ?? assignments.chat)?.model;
		this.become(model ? { kind: this.isLoaded(assignments) ? 'ready' : 'waiting', model } : { kind: 'noModel' });
		for (const post of before) {
			if (!kept.has(keyOf(post))) await this.unload(post);
		}
	}

	/** Says that nothing could be assigned, and why. */
	fail(error: EngineError): void {
		this.assignments = {};
		this.reasoning = undefined;
		this.become({ kind: 'trouble', error });
	}

	/** Resolves with the role's model when it is loaded; see `ServeRole`. */
	async serve(role: Role, signal: AbortSignal): Promise<ServedModel | undefined> {
		// Who asks in the first second gets an answer too, a little later.
		if (this.current.kind === 'starting') await untilAborted(this.starting, signal);
		const post = this.assignments[role];
		if (!post || signal.aborted) return undefined;
		if (role === 'completion' && this.failedAt !== undefined && this.now() - this.failedAt < retryCompletionAfterMs) return undefined;
		return this.servePost(role, post, signal);
	}

	/** Resolves with the model that reasons when it is loaded, and the others are not; `undefined` also where there is none of its own. */
	async serveReasoner(signal: AbortSignal): Promise<ServedModel | undefined> {
		return this.reasoning && this.servePost('chat', this.reasoning, signal);
	}

	private async servePost(role: Role, post: Post, signal: AbortSignal): Promise<ServedModel | undefined> {
		const loaded = await untilAborted(this.takesTurns ? this.loadInTurn(role, post) : this.load(post), signal);
		// Who was served is about to ask.
		this.uses.touch(keyOf(post));
		return loaded && this.served(role, post, loaded);
	}

	private posts(): readonly Post[] {
		return [...Object.values(this.assignments), ...(this.reasoning ? [this.reasoning] : [])];
	}

	private get takesTurns(): boolean {
		return this.inTurns || this.reasoning !== undefined;
	}

	/** Those that can't be in memory together with this one. */
	private rivalsOf(post: Post): readonly Post[] {
		const { reasoning } = this;
		if (this.inTurns || (reasoning && keyOf(post) === keyOf(reasoning))) return this.posts();
		return reasoning ? [reasoning] : [];
	}

	private async loadInTurn(role: Role, post: Post): Promise<LoadedModel | undefined> {
		const stint = await this.turns.take(role, post);
		stint?.end();
		return stint?.loaded;
	}

	/** Loads the role's model ahead of the first request; a failure shows in the state only. */
	warm(role: Role): void {
		void this.serve(role, new AbortController().signal).catch(() => undefined);
	}

	/**
	 * Gives back the memory of models that nobody has used for a while. To be called every few seconds.
	 * @param minutesOf how long each is kept after its last use; `undefined`: not for us to say
	 */
	async unloadIdle(minutesOf: (post: Post) => number | undefined): Promise<void> {
		const idle = this.loaded.flatMap(({ post }): Rest[] => {
			const minutes = minutesOf(post);
			return minutes !== undefined && this.uses.idleFor(keyOf(post)) >= minutes * 60_000 ? [{ post, minutes }] : [];
		});
		const [first] = idle;
		if (!first) return;
		for (const rest of idle) this.resting.set(keyOf(rest.post), rest);
		const gone = Promise.all(idle.map(({ post }) => this.unload(post)));
		const isReady = this.current.kind === 'ready' && this.inMemory.size > 0;
		const { model } = this.assignments.completion ?? this.assignments.chat ?? first.post;
		// Told in any case: what is in memory has changed.
		this.become(isReady || this.current.kind === 'trouble' ? this.current : { kind: 'waiting', model, isRested: true });
		await gone;
	}

	private load(post: Post): Promise<LoadedModel> {
		const key = keyOf(post);
		const known = this.loads.get(key);
		if (known) return known;
		this.resting.delete(key);
		this.become({ kind: 'loading', model: post.model });
		// The load belongs to no request: one that gives up must not undo what the next one needs.
		const load = post.engine.load(post.model, post.options, new AbortController().signal, share => {
			if (this.current.kind === 'loading') this.become({ kind: 'loading', model: post.model, share });
		});
		this.loads.set(key, load);
		load.then(
			loaded => {
				// Another model may have got the work while this one was loading.
				if (this.loads.get(key) !== load) return this.isWanted(post) ? undefined : post.engine.unload(post.model);
				this.inMemory.set(key, { post, loaded });
				this.uses.touch(key);
				return this.recovered(post);
			},
			(error: unknown) => {
				if (this.loads.get(key) === load) this.lost(post, error);
			},
		);
		return load;
	}

	private async unload(post: Post): Promise<void> {
		if (!this.loads.delete(keyOf(post))) return;
		this.inMemory.delete(keyOf(post));
		await post.engine.unload(post.model);
	}

	private served(role: Role, post: Post, loaded: LoadedModel): ServedModel {
		return {
			role,
			loaded,
			generate: (request, signal) => {
				const asked = { ...request, role };
				const stream = this.takesTurns ? this.generateInTurn(post, asked, signal) : this.generateNow(post, loaded, asked, signal);
				return this.meter.measure(role, this.watched(post, stream));
			},
			countTokens: (text, signal) =>
				this.takesTurns ? this.countInTurn(role, post, text, signal) : this.countNow(post, loaded, text, signal),
		};
	}

	/** A model that was handed out a while ago may have been unloaded since. */
	private awake(post: Post, handedOut: LoadedModel): Promise<LoadedModel> {
		return this.resting.has(keyOf(post)) ? this.load(post) : Promise.resolve(handedOut);
	}

	private async countNow(post: Post, handedOut: LoadedModel, text: string, signal: AbortSignal): Promise<TokenCount> {
		const loaded = await this.awake(post, handedOut);
		this.uses.touch(keyOf(post));
		return post.engine.countTokens(loaded, text, signal);
	}

	private async *generateNow(
		post: Post,
		handedOut: LoadedModel,
		request: GenerateRequest,
		signal: AbortSignal,
	): AsyncGenerator<StreamEvent> {
		const loaded = await untilAborted(this.awake(post, handedOut), signal);
		if (loaded) yield* post.engine.generate(loaded, request, signal);
		else yield { kind: 'end', reason: 'cancelled', usage: {} };
	}

	/** Counting needs the model, too; for a completion a guess will do where it is not there. */
	private async countInTurn(role: Role, post: Post, text: string, signal: AbortSignal): Promise<TokenCount> {
		const stint = await this.turns.take(role, post);
		if (!stint) return { tokens: Math.ceil(text.length / charactersPerToken), exact: false };
		try {
			return await post.engine.countTokens(stint.loaded, text, signal);
		} finally {
			stint.end();
		}
	}

	/** The other model may have had a turn since this one was handed out. */
	private async *generateInTurn(post: Post, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
		const taking = this.turns.take(request.role, post);
		const stint = await untilAborted(taking, signal);
		try {
			if (stint) yield* post.engine.generate(stint.loaded, request, signal);
			else yield { kind: 'end', reason: 'cancelled', usage: {} };
		} finally {
			void taking.then(
				late => late?.end(),
				() => undefined,
			);
		}
	}

	/** Lets a failing stream change the state, and a working one clear it. */
	private async *watched(post: Post, stream: AsyncIterable<StreamEvent>): AsyncGenerator<StreamEvent> {
		const end = this.uses.begin(keyOf(post));
		try {
			for await (const event of stream) {
				if (event.kind === 'text' && this.current.kind !== 'ready') this.recovered(post);
				yield event;
			}
		} catch (error) {
			// What concerns this one request says nothing about the engine.
			if (toEngineError(error).kind !== 'promptTooLong') this.lost(post, error);
			throw error;
		} finally {
			end();
		}
	}

	private recovered(post: Post): void {
		this.failedAt = undefined;
		this.become({ kind: 'ready', model: post.model });
	}

	private lost(post: Post, error: unknown): void {
		this.loads.delete(keyOf(post));
		this.inMemory.delete(keyOf(post));
		this.failedAt = this.now();
		this.become({ kind: 'trouble', error: toEngineError(error) });
	}

	/** With these options or others: an engine holds a model once. */
	private isWanted({ engine, model }: Post): boolean {
		return this.posts().some(each => each.engine === engine && each.model.id === model.id);
	}

	private isLoaded(assignments: Assignments): boolean {
		return Object.values(assignments).every(post => this.loads.has(keyOf(post)));
	}

	private become(state: RosterState): void {
		this.current = state;
		this.endStart();
		this.changed.fire(state);
	}
}

function keyOf(post: Post): string {
	return JSON.stringify([post.engine.id, post.engine.place, post.model.id, post.options]);
}
