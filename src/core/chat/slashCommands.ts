/** What can be written in front of a question, `/explain` and the like: the same words in the panel and in VS Code's Chat view. */
import { type TaskAboutCode } from './conversation';

export const slashCommands = ['explain', 'fix', 'tests', 'doc', 'refactor', 'commit', 'reason'] as const;
export type SlashCommand = (typeof slashCommands)[number];

/** Those that are tasks about code. */
export const taskOfCommand: Readonly<Partial<Record<SlashCommand, Exclude<TaskAboutCode, 'problem'>>>> = {
	explain: 'explain',
	fix: 'fix',
	tests: 'test',
	doc: 'document',
	refactor: 'refactor',
};

/** The command a question begins with, and what is written behind it. */
export function readSlashCommand(text: string): { readonly command: SlashCommand; readonly rest: string } | undefined {
	const match = /^\/([a-z]+)(?:\s+([^]*))?$/.exec(text.trim());
	const command = slashCommands.find(each => each === match?.[1]);
	return command && { command, rest: match?.[2] ?? '' };
}
