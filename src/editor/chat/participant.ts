/** `@deepseek` in VS Code's own Chat view. The conversation core of the panel answers; this file only translates turns and references. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { type CodeSource, type Conversation } from '../../core/chat/conversation';
import { turnsInParts } from '../../core/chat/explainInParts';
import { type CitedPart, LineCitations } from '../../core/chat/lineCitations';
import { promptTurns } from '../../core/chat/prompts';
import { commitMessageTurns, messageIn } from '../../core/chat/prompts/commitMessage';
import { toEngineError } from '../../core/engine/engineError';
import type { ServedModel, ServeRole } from '../../core/engine/servedModel';
import type { Turn } from '../../core/models/dialect';
import { toSignal } from '../cancellation';
import { describeError } from '../trouble/describeError';
import { changesOf, findRepository } from '../commands/commitMessage';
import { command, participantId } from '../ids';
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
			if (request.command === 'commit') await writeCommitMessage(model, signal, stream);
			else {
				const conversation = await conversationOf(request, context);
				const question = conversation.at(-1);
				const source = question?.role === 'user' ? question.source : undefined;
				await write(model, await chatTurns(model, conversation, deps.language(), signal, stream), signal, stream, source);
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
function followups(asked: string | undefined): vscode.ChatFollowup[] {
	const tests = { prompt: '', command: 'tests', label: vscode.l10n.t('Write tests for it') };
	const explain = { prompt: '', command: 'explain', label: vscode.l10n.t('Explain it') };
	const refactor = { prompt: '', command: 'refactor', label: vscode.l10n.t('Refactor it') };
	if (asked === 'explain') return [tests, refactor];
	if (asked === 'fix' || asked === 'refactor' || asked === 'doc') return [explain, tests];
	return asked === 'tests' ? [explain] : [];
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

/** The message stands in the answer; it goes where it is committed from only when somebody presses the button. */
async function writeCommitMessage(model: ServedModel, signal: AbortSignal, stream: vscode.ChatResponseStream): Promise<void> {
	const repository = await findRepository();
	const changes = repository && (await changesOf(repository));
	if (repository === undefined || changes === undefined) {
		stream.markdown(vscode.l10n.t('There are no changes to write a commit message for.'));
		return;
	}
	const turns = commitMessageTurns(changes, model.loaded.installed.family === 'reason');
	const message = messageIn(await write(model, turns, signal, stream));
	if (message === '' || signal.aborted) return;
	stream.button({
		command: command.useCommitMessage,
		title: vscode.l10n.t('Put into Source Control'),
		arguments: [message, repository.rootUri.toString()],
	});
}

/**
 * Writes the answer into the Chat view and returns it; the lines of `source` that it cites lead there. What the model thinks is not shown there,
 * that it thinks is.
 */
async function write(
	model: ServedModel,
	turns: readonly Turn[],
	signal: AbortSignal,
	stream: vscode.ChatResponseStream,
	source?: CodeSource,
): Promise<string> {
	let text = '';
	const citations = source && new LineCitations(source);
	const show = (parts: readonly CitedPart[]): void => {
		for (const part of parts) {
			if (part.kind === 'text' || source === undefined) stream.markdown(part.text);
			else stream.anchor(placeOf(source, part.startLine, part.endLine), part.text);
		}
	};
	let isThinking = false;
	for await (const event of answer(model, turns, signal, { now: () => performance.now() })) {
		if (event.kind === 'cut') stream.progress(cutText(event.cut));
		if (event.kind === 'thinking' && !isThinking) stream.progress(vscode.l10n.t('Thinking…'));
		isThinking = event.kind === 'thinking';
		if (event.kind === 'wasThinking') {
			show(citations?.finish() ?? []);
			// What is in the Chat view can't be taken back, only set apart from the answer.
			stream.markdown('\n\n---\n\n');
			text = '';
		}
		if (event.kind !== 'text') continue;
		show(citations?.push(event.text) ?? [{ kind: 'text', text: event.text }]);
		text += event.text;
	}
	show(citations?.finish() ?? []);
	return text;
}

/** VS Code writes the file's name and the lines there. It cuts the last column to what there is. */
function placeOf({ uri }: CodeSource, startLine: number, endLine: number): vscode.Location {
	return new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(startLine - 1, 0, endLine - 1, 10_000));
}
