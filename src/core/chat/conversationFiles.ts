/** The files a conversation store writes to: one folder of them, however it is kept. */
export interface FileStamp {
	readonly name: string;
	/** Differs after every write, whoever wrote. */
	readonly stamp: string;
}

export interface ConversationFiles {
	/** Nothing when the folder is not there yet. */
	list(): Promise<readonly FileStamp[]>;
	/** Nothing when there is no such file. */
	stamp(name: string): Promise<string | undefined>;
	/** Nothing when there is no such file. */
	read(name: string): Promise<string | undefined>;
	/** Writes all of it or nothing: a crash at any moment leaves the old content or the new. Resolves with the new stamp once it is on the disk. */
	write(name: string, text: string): Promise<string>;
	/** Overwrites nothing: says `false` when `to` is taken or `from` is gone. */
	rename(from: string, to: string): Promise<boolean>;
	/** Does not mind a file that is gone. */
	remove(name: string): Promise<void>;
}
