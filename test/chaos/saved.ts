/** One line of the process that chats: what of a conversation is on the disk, from then on. */
export interface Saved {
	readonly id: string;
	/** Texts only grow, so their lengths say enough. */
	readonly turns: readonly { readonly id: string; readonly length: number }[];
	readonly mayBeGone?: boolean;
	/** It could not be saved. */
	readonly error?: string;
}
