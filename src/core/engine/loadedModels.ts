/**
 * What is in memory because of us. A model is loaded once, when it is first needed; it rests when nobody has used it for its minutes, and wakes at
 * the next use.
 */
import type { LoadedModel } from './engine';
import { keyOf, type Post } from './post';
import { UseLog } from './useLog';

/** A model that was unloaded after so many minutes without use. */
export interface Rest {
	readonly post: Post;
	readonly minutes: number;
}

export interface LoadedModelsDeps {
	readonly onLoading: (post: Post) => void;
	/** From engines that know it: the share loaded, 0 to 1. */
	readonly onProgress: (post: Post, share: number) => void;
	readonly onLoaded: (post: Post) => void;
	readonly onFailed: (post: Post, error: unknown) => void;
	/** Whether the engine shall go on holding the post's model, with these options or others. */
	readonly isWanted: (post: Post) => boolean;
	/** Milliseconds that only go up. */
	readonly now: () => number;
}

export class LoadedModels {
	private readonly loads = new Map<string, Promise<LoadedModel>>();
	private readonly inMemory = new Map<string, { readonly post: Post; readonly loaded: LoadedModel }>();
	private readonly resting = new Map<string, Rest>();
	private readonly uses: UseLog;

	constructor(private readonly deps: LoadedModelsDeps) {
		this.uses = new UseLog(deps.now);
	}

	get loaded(): readonly { readonly post: Post; readonly loaded: LoadedModel }[] {
		return [...this.inMemory.values()];
	}

	get rested(): readonly Rest[] {
		return [...this.resting.values()];
	}

	/** In memory, or on its way there. */
	has(post: Post): boolean {
		return this.loads.has(keyOf(post));
	}

	/** Throws what the engine throws. */
	load(post: Post): Promise<LoadedModel> {
		const { onLoading, onProgress, onLoaded, onFailed, isWanted } = this.deps;
		const key = keyOf(post);
		const known = this.loads.get(key);
		if (known) return known;
		this.resting.delete(key);
		onLoading(post);
		// The load belongs to no request: one that gives up must not undo what the next one needs.
		const load = post.engine.load(post.model, post.options, new AbortController().signal, share => onProgress(post, share));
		this.loads.set(key, load);
		load.then(
			loaded => {
				// Another model may have got the work while this one was loading.
				if (this.loads.get(key) !== load) return isWanted(post) ? undefined : post.engine.unload(post.model);
				this.inMemory.set(key, { post, loaded });
				this.uses.touch(key);
				return onLoaded(post);
			},
			(error: unknown) => {
				if (this.loads.get(key) === load) onFailed(post, error);
			},
		);
		return load;
	}

	/** Who was served a while ago may ask for a model that has been at rest since. */
	awake(post: Post, served: LoadedModel): Promise<LoadedModel> {
		return this.resting.has(keyOf(post)) ? this.load(post) : Promise.resolve(served);
	}

	async unload(post: Post): Promise<void> {
		if (!this.has(post)) return;
		this.forget(post);
		await post.engine.unload(post.model);
	}

	/** Without a word to the engine, which no longer has it. */
	forget(post: Post): void {
		this.loads.delete(keyOf(post));
		this.inMemory.delete(keyOf(post));
	}

	/** It begins to work; the result ends that, and may be called again. */
	begin(post: Post): () => void {
		return this.uses.begin(keyOf(post));
	}

	/** It was used just now, or is about to be. */
	touch(post: Post): void {
		this.uses.touch(keyOf(post));
	}

	/**
	 * Those that nobody has used for their minutes.
	 * @param minutesOf how long each is kept after its last use; `undefined`: not for us to say
	 */
	idle(minutesOf: (post: Post) => number | undefined): readonly Rest[] {
		return this.loaded.flatMap(({ post }): Rest[] => {
			const minutes = minutesOf(post);
			return minutes !== undefined && this.uses.idleFor(keyOf(post)) >= minutes * 60_000 ? [{ post, minutes }] : [];
		});
	}

	/** They are gone from here at once; resolves when their engines have given the memory back. */
	async rest(rests: readonly Rest[]): Promise<void> {
		for (const rest of rests) this.resting.set(keyOf(rest.post), rest);
		await Promise.all(rests.map(({ post }) => this.unload(post)));
	}

	/** What rested has no work to wake for. */
	forgetRests(): void {
		this.resting.clear();
	}
}
