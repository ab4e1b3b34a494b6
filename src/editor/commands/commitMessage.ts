/** "Generate Commit Message": from what is staged, else from all changes, into the input box of source control. Nothing is committed. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { type Changes, commitMessageTurns, messageIn } from '../../core/chat/prompts/commitMessage';
import { toEngineError } from '../../core/engine/engineError';
import type { ServedModel, ServeRole } from '../../core/engine/servedModel';
import { toSignal } from '../cancellation';
import { cutText } from '../chat/answerFigures';
import { describeError } from '../trouble/describeError';

/** The part of the Git extension's API that is used here. */
export interface Repository {
	readonly rootUri: vscode.Uri;
	readonly inputBox: { value: string };
	readonly state: { readonly HEAD?: { readonly name?: string } | undefined };
	diff(cached?: boolean): Promise<string>;
	log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

interface GitExtension {
	getAPI(version: 1): { readonly repositories: readonly Repository[] };
}

/** @param where what the source control view passes along: the one whose button was pressed */
export async function generateCommitMessage(serve: ServeRole, where?: unknown): Promise<void> {
	const repository = await findRepository(where);
	const changes = repository && (await changesOf(repository));
	if (repository === undefined || changes === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('There are no changes to write a commit message for.'));
		return;
	}
	const title = vscode.l10n.t('Writing a commit message');
	const location = vscode.ProgressLocation.Notification;
	await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
		const { signal, dispose } = toSignal(token);
		const before = repository.inputBox.value;
		try {
			const model = await serve(signal);
			if (model) await write(model, changes, repository, signal);
			else if (!signal.aborted) throw new Error(vscode.l10n.t('No chat model is ready.'));
			if (signal.aborted) repository.inputBox.value = before;
		} catch (error) {
			repository.inputBox.value = before;
			void vscode.window.showErrorMessage(describeError(toEngineError(error)));
		} finally {
			dispose();
		}
	});
}

/** Puts a message that was written in the Chat view where it is committed from, and shows it there. */
export async function useCommitMessage(message: unknown, root: unknown): Promise<void> {
	const repository = await findRepository({ rootUri: root });
	// Never into another one: the message is about its changes.
	if (typeof message !== 'string' || repository === undefined || repository.rootUri.toString() !== root) return;
	repository.inputBox.value = message;
	await vscode.commands.executeCommand('workbench.view.scm');
}

export async function findRepository(where?: unknown): Promise<Repository | undefined> {
	const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
	if (extension === undefined) return undefined;
	const { repositories } = (await extension.activate()).getAPI(1);
	const root = (where as { rootUri?: vscode.Uri | string } | undefined)?.rootUri?.toString();
	return repositories.find(({ rootUri }) => rootUri.toString() === root) ?? repositories[0];
}

/** Nothing when nothing has changed. Files that Git does not know yet are no changes. */
export async function changesOf(repository: Repository): Promise<Changes | undefined> {
	const staged = await repository.diff(true);
	const diff = staged.trim() === '' ? await repository.diff(false) : staged;
	if (diff.trim() === '') return undefined;
	// A repository without a commit has no log.
	const recent = await repository.log({ maxEntries: 5 }).catch(() => []);
	const branch = repository.state.HEAD?.name;
	const subjects = recent.map(({ message }) => message.split('\n')[0] ?? '').filter(line => line !== '');
	return { diff: diff.trimEnd(), recent: subjects, ...(branch !== undefined && { branch }) };
}

async function write(model: ServedModel, changes: Changes, { inputBox }: Repository, signal: AbortSignal): Promise<void> {
	const turns = commitMessageTurns(changes, model.loaded.installed.family === 'reason');
	let text = '';
	for await (const event of answer(model, turns, signal, { now: () => performance.now(), maxTokens: 300 })) {
		if (event.kind === 'cut') void vscode.window.showInformationMessage(cutText(event.cut));
		if (event.kind === 'wasThinking') text = '';
		if (event.kind !== 'text' || signal.aborted) continue;
		text += event.text;
		inputBox.value = messageIn(text);
	}
}
