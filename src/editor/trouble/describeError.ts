/** Engine errors in the user's words: the thing, the number, the way out. */
import * as vscode from 'vscode';
import type { EngineError } from '../../core/engine/engineError';
import { placeName } from '../placeName';

export function describeError(error: EngineError): string {
	const place = error.details.place ? placeName(error.details.place) : vscode.l10n.t('the engine');
	const { model = vscode.l10n.t('the model'), status, promptTokens, contextTokens } = error.details;
	switch (error.kind) {
		case 'unreachable':
			return vscode.l10n.t(
				'{0} does not answer. Start it with `ollama serve`, or set `deepseekCoder.engine` to `embedded`.',
				sentence(place),
			);
		case 'noModel':
			return vscode.l10n.t('{0} does not have {1} (any more). Get it again, or switch the model.', sentence(place), model);
		case 'loadFailed':
			return vscode.l10n.t('{0} could not be loaded: {1}. Switch the model or get the file again.', sentence(model), error.message);
		case 'outOfMemory':
			return vscode.l10n.t(
				'Not enough memory for {0}: {1}. Choose a smaller model or quantization, or less context.',
				model,
				error.message,
			);
		case 'promptTooLong':
			return vscode.l10n.t(
				'The question needs {0} tokens, the context has {1}. Ask about less code, or raise `deepseekCoder.contextTokens`.',
				promptTokens ?? '?',
				contextTokens ?? '?',
			);
		case 'unauthorized':
			return vscode.l10n.t('{0} refused the request (status {1}). Check `deepseekCoder.ollama.headers`.', sentence(place), status ?? 401);
		case 'badAnswer':
			return vscode.l10n.t(
				'{0} answered something that is not its protocol; a proxy may stand between. Check `deepseekCoder.ollama.host`.',
				sentence(place),
			);
		case 'died':
			return vscode.l10n.t('{0} stopped while it worked. It is started again with the next request.', sentence(place));
		case 'busy':
			return vscode.l10n.t('{0} is busy with other requests. Try again in a moment.', sentence(place));
		case 'engineMissing':
			return vscode.l10n.t('The built-in engine does not run on this machine: {0}. Install Ollama and start it.', error.message);
		case 'failed':
			return vscode.l10n.t('{0} failed: {1}', sentence(place), error.message);
	}
}

/** A place may stand in the middle of a sentence ("built-in engine"); here it begins one. */
function sentence(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
