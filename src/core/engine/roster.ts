/**
 * Who does which work: the model that completes and the one that chats, each loaded when it is first asked and kept; and one that reasons, which
 * only fits when the others are gone.
 * Only this file knows that an engine may have to be waited for, retried or replaced; what asks just gets a `ServedModel`. What is in memory for
 * how long is `LoadedModels`' business, who has the memory that two need `Turns`'.
 */
import { untilAborted } from '../base/abort';
import { Emitter } from '../base/emitter';
import type { SpeedMeter } from '../metrics/speedMeter';
import type { InstalledModel, LoadedModel, Role } from './engine';
import { toEngineError, type EngineError } from './engineError';
import { lentModel } from './lentModel';
import { LoadedModels, type Rest } from './loadedModels';
import { keyOf, type Post } from './post';
import type { ServedModel } from './servedModel';
import type { StreamEvent } from './streamEvent';
import { Turns, type Stint } from './turns';

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

export class Roster {
	private readonly changed = new Emitter<RosterState>();
	private assignments: Assignments = {};
	private reasoning: Post | undefined;
	private readonly models: LoadedModels;
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
		this.models = new LoadedModels({
			onLoading: ({ model }) => this.become({ kind: 'loading', model }),
			onProgress: ({ model }, share) => {
				if (this.current.kind === 'loading') this.become({ kind: 'loading', model, share });
			},
			onLoaded: post => this.recovered(post),
			onFailed: (post, error) => this.lost(post, error),
			isWanted: post => this.isWanted(post),
			now,
		});
		this.turns = new Turns({
			others: post => this.rivalsOf(post).filter(each => keyOf(each) !== keyOf(post) && this.models.has(each)),
			load: post => this.models.load(post),
			unload: post => this.models.unload(post),
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
		return this.models.loaded;
	}

	/** Those that were unloaded because nobody used them; the next use loads them again. */
	get rested(): readonly Rest[] {
		return this.models.rested;
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
		this.models.forgetRests();
		const model = (assignments.completion ?? assignments.chat)?.model;
		const isLoaded = Object.values(assignments).every(post => this.models.has(post));
		this.become(model ? { kind: isLoaded ? 'ready' : 'waiting', model } : { kind: 'noModel' });
		for (const post of before) {
			if (!kept.has(keyOf(post))) await this.models.unload(post);
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

	/** Loads the role's model ahead of the first request; a failure shows in the state only. */
	warm(role: Role): void {
		void this.serve(role, new AbortController().signal).catch(() => undefined);
	}

	/**
	 * Gives back the memory of models that nobody has used for a while. To be called every few seconds.
	 * @param minutesOf how long each is kept after its last use; `undefined`: not for us to say
	 */
	async unloadIdle(minutesOf: (post: Post) => number | undefined): Promise<void> {
		const idle = this.models.idle(minutesOf);
		const [first] = idle;
		if (!first) return;
		const gone = this.models.rest(idle);
		const isReady = this.current.kind === 'ready' && this.models.loaded.length > 0;
		const { model } = this.assignments.completion ?? this.assignments.chat ?? first.post;
		// Told in any case: what is in memory has changed.
		this.become(isReady || this.current.kind === 'trouble' ? this.current : { kind: 'waiting', model, isRested: true });
		await gone;
	}

	private async servePost(role: Role, post: Post, signal: AbortSignal): Promise<ServedModel | undefined> {
		const loaded = await untilAborted(this.takesTurns ? this.loadInTurn(role, post) : this.models.load(post), signal);
		// Who was served is about to ask.
		this.models.touch(post);
		return loaded && this.served(role, post, loaded);
	}

	private async loadInTurn(role: Role, post: Post): Promise<LoadedModel | undefined> {
		const stint = await this.turns.take(role, post);
		stint?.end();
		return stint?.loaded;
	}

	private served(role: Role, post: Post, loaded: LoadedModel): ServedModel {
		const lent = lentModel(role, post.engine, loaded, () => this.lend(role, post, loaded));
		return { ...lent, generate: (request, signal) => this.meter.measure(role, this.watched(post, lent.generate(request, signal))) };
	}

	/** For one piece of work; see `Turns.take`. Since the model was handed out it may have been unloaded, or have had to take turns. */
	private async lend(role: Role, post: Post, handedOut: LoadedModel): Promise<Stint | undefined> {
		if (this.takesTurns) return this.turns.take(role, post);
		const loaded = await this.models.awake(post, handedOut);
		this.models.touch(post);
		return { loaded, end: () => undefined };
	}

	/** Lets a failing stream change the state, and a working one clear it. */
	private async *watched(post: Post, stream: AsyncIterable<StreamEvent>): AsyncGenerator<StreamEvent> {
		const end = this.models.begin(post);
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

	/** With these options or others: an engine holds a model once. */
	private isWanted({ engine, model }: Post): boolean {
		return this.posts().some(each => each.engine === engine && each.model.id === model.id);
	}

	private recovered(post: Post): void {
		this.failedAt = undefined;
		this.become({ kind: 'ready', model: post.model });
	}

	private lost(post: Post, error: unknown): void {
		this.models.forget(post);
		this.failedAt = this.now();
		this.become({ kind: 'trouble', error: toEngineError(error) });
	}

	private become(state: RosterState): void {
		this.current = state;
		this.endStart();
		this.changed.fire(state);
	}
}
