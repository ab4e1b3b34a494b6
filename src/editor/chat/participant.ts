/** `@deepseek` in VS Code's own Chat view. The conversation core of the panel answers; this file only translates turns and references. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { systemSentence } from '../../core/chat/prompts';
import { toEngineError } from '../../core/engine/engineError';
import type { ServeRole } from '../../core/engine/servedModel';
import type { Turn } from '../../core/models/dialect';
import { toSignal } from '../cancellation';
import { describeError } from '../trouble/describeError';
import { participantId } from '../ids';

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
			const system = systemSentence(model.loaded.installed, deps.language());
			const turns: Turn[] = [...earlierTurns(context), await question(request)];
			if (system !== undefined) turns.unshift({ role: 'system', text: system });
			for await (const event of answer(model, turns, signal, { now: () => performance.now() })) {
				if (event.kind === 'text') stream.markdown(event.text);
			}
			return {};
		} catch (error) {
			const engineError = toEngineError(error);
			deps.log.warn(`@deepseek: ${engineError.message}`);
			return { errorDetails: { message: describeError(engineError) } };
		} finally {
			dispose();
		}
	});
	participant.iconPath = vscode.Uri.joinPath(deps.extensionUri, 'media', 'icon.png');
	return participant;
}

function earlierTurns(context: vscode.ChatContext): Turn[] {
	return context.history.map((turn): Turn => {
		if (turn instanceof vscode.ChatRequestTurn) return { role: 'user', text: turn.prompt };
		const parts = turn.response.map(part => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''));
		return { role: 'assistant', text: parts.join('') };
	});
}

/** What was typed, then each file or selection that was attached. */
async function question(request: vscode.ChatRequest): Promise<Turn> {
	const attached = await Promise.all(request.references.map(reference => attachedText(reference.value)));
	return { role: 'user', text: [request.prompt, ...attached.filter(text => text !== undefined)].join('\n\n') };
}

async function attachedText(value: unknown): Promise<string | undefined> {
	if (typeof value === 'string') return value;
	const uri = value instanceof vscode.Uri ? value : value instanceof vscode.Location ? value.uri : undefined;
	if (!uri) return undefined;
	try {
		const document = await vscode.workspace.openTextDocument(uri);
		const range = value instanceof vscode.Location ? value.range : undefined;
		return `File: ${vscode.workspace.asRelativePath(uri)}\n\n\`\`\`${document.languageId}\n${document.getText(range)}\n\`\`\``;
	} catch {
		// A folder or a binary file: nothing a model could read.
		return undefined;
	}
}
