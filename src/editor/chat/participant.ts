/** `@deepseek` in VS Code's own Chat view. The conversation core of the panel answers; this file only translates turns and references. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { promptTurns } from '../../core/chat/prompts';
import { commitMessageTurns } from '../../core/chat/prompts/commitMessage';
import { toEngineError } from '../../core/engine/engineError';
import type { ServeRole } from '../../core/engine/servedModel';
import type { Turn } from '../../core/models/dialect';
import { toSignal } from '../cancellation';
import { describeError } from '../trouble/describeError';
import { changesOf, findRepository } from '../commands/commitMessage';
import { participantId } from '../ids';
import { cutText } from './answerFigures';
import { conversationOf } from './participantTurns';

export interface ParticipantDeps {
	readonly extensionUri: vscode.Uri;
	readonly serve: ServeRole;
	/** The language answers should have, as a BCP 47 tag. */
	readonly language: () => string;
	readonly log: { warn(message: string): void };
}

export function registerParticipant(deps: ParticipantDeps): vscode.Disposable {
	const participant = vscode.chat.createChatParticipant(participantId, async (request, context, stream, token) => {
		const { signal, dispose } = toSignal(token);
		try {
			const model = await deps.serve(signal);
			if (!model) {
				if (!signal.aborted) stream.markdown(vscode.l10n.t('No model is installed yet. Run **DeepSeek Coder: Get a Model**.'));
				return {};
			}
			const { installed } = model.loaded;
			const turns =
				request.command === 'commit'
					? await commitTurns(installed.family === 'reason')
					: promptTurns(installed, await conversationOf(request, context), deps.language());
			if (turns === undefined) {
				stream.markdown(vscode.l10n.t('There are no changes to write a commit message for.'));
				return {};
			}
			for await (const event of answer(model, turns, signal, { now: () => performance.now() })) {
				if (event.kind === 'text') stream.markdown(event.text);
				if (event.kind === 'cut') stream.progress(cutText(event.cut));
			}
			return { metadata: { command: request.command } };
		} catch (error) {
			const engineError = toEngineError(error);
			deps.log.warn(`@deepseek: ${engineError.message}`);
			return { errorDetails: { message: describeError(engineError) } };
		} finally {
			dispose();
		}
	});
	participant.followupProvider = { provideFollowups: ({ metadata }) => followups(metadata?.command as string | undefined) };
	participant.iconPath = vscode.Uri.joinPath(deps.extensionUri, 'media', 'icon.png');
	return participant;
}

/** What people ask next. */
function followups(command: string | undefined): vscode.ChatFollowup[] {
	const tests = { prompt: '', command: 'tests', label: vscode.l10n.t('Write tests for it') };
	const explain = { prompt: '', command: 'explain', label: vscode.l10n.t('Explain it') };
	const refactor = { prompt: '', command: 'refactor', label: vscode.l10n.t('Refactor it') };
	if (command === 'explain') return [tests, refactor];
	if (command === 'fix' || command === 'refactor' || command === 'doc') return [explain, tests];
	return command === 'tests' ? [explain] : [];
}

async function commitTurns(isReasoning: boolean): Promise<readonly Turn[] | undefined> {
	const repository = await findRepository();
	const changes = repository && (await changesOf(repository));
	return changes && commitMessageTurns(changes, isReasoning);
}
