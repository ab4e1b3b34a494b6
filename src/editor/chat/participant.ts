/** `@deepseek` in VS Code's own Chat view. The conversation core of the panel answers; this file only translates turns and references. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { type Conversation } from '../../core/chat/conversation';
import { turnsInParts } from '../../core/chat/explainInParts';
import { promptTurns } from '../../core/chat/prompts';
import { commitMessageTurns } from '../../core/chat/prompts/commitMessage';
import { toEngineError } from '../../core/engine/engineError';
import type { ServedModel, ServeRole } from '../../core/engine/servedModel';
import type { Turn } from '../../core/models/dialect';
import { toSignal } from '../cancellation';
import { describeError } from '../trouble/describeError';
import { changesOf, findRepository } from '../commands/commitMessage';
import { participantId } from '../ids';
import { cutText, partText } from './answerFigures';
import { conversationOf } from './participantTurns';

export interface ParticipantDeps {
	readonly extensionUri: vscode.Uri;
	readonly serve: ServeRole;
	/** For `/reason`: the model that reasons, loaded in place of the others; nothing where there is none but the one that chats. */
	readonly serveReasoner: ServeRole;
	/** The language answers should have, as a BCP 47 tag. */
	readonly language: () => string;
	readonly log: { warn(message: string): void };
}

export function registerParticipant(deps: ParticipantDeps): vscode.Disposable {
	const participant = vscode.chat.createChatParticipant(participantId, participantHandler(deps));
	participant.followupProvider = { provideFollowups: ({ metadata }) => followups(metadata?.command as string | undefined) };
	participant.iconPath = vscode.Uri.joinPath(deps.extensionUri, 'media', 'icon.png');
	return participant;
}

export function participantHandler(deps: Omit<ParticipantDeps, 'extensionUri'>) {
	return async (
		request: vscode.ChatRequest,
		context: vscode.ChatContext,
		stream: vscode.ChatResponseStream,
		token: vscode.CancellationToken,
	): Promise<vscode.ChatResult> => {
		const { signal, dispose } = toSignal(token);
		try {
			const reasoner = request.command === 'reason' ? await deps.serveReasoner(signal) : undefined;
			const model = reasoner ?? (await deps.serve(signal));
			if (!model) {
				if (!signal.aborted) stream.markdown(vscode.l10n.t('No model is installed yet. Run **DeepSeek Coder: Get a Model**.'));
				return {};
			}
			const turns =
				request.command === 'commit'
					? await commitTurns(model.loaded.installed.family === 'reason')
					: await chatTurns(model, await conversationOf(request, context), deps.language(), signal, stream);
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
	};
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

/** Code that is too large to be explained at once is read part by part first; the Chat view shows which. */
async function chatTurns(
	model: ServedModel,
	conversation: Conversation,
	language: string,
	signal: AbortSignal,
	stream: vscode.ChatResponseStream,
): Promise<readonly Turn[]> {
	const question = conversation.at(-1);
	const say = (part: number, parts: number): void => stream.progress(partText(part, parts));
	const now = () => performance.now();
	const inParts = question?.role === 'user' ? await turnsInParts(model, question, language, signal, { now }, say) : undefined;
	return inParts ?? promptTurns(model.loaded.installed, conversation, language);
}

async function commitTurns(isReasoning: boolean): Promise<readonly Turn[] | undefined> {
	const repository = await findRepository();
	const changes = repository && (await changesOf(repository));
	return changes && commitMessageTurns(changes, isReasoning);
}
