/** Engine errors in the user's words: the thing, the number, the way out. */
import * as vscode from 'vscode';
import type { EngineError } from '../../core/engine/engineError';
import { placeName } from '../placeName';
import { leftAlone } from './engineDeath';
import { describeServerError } from './describeServerError';
import { seenFrom } from './seenFrom';

export function describeError(error: EngineError): string {
	const said = describeServerError(error) ?? describeEngineError(error);
	const from = error.kind === 'unreachable' ? seenFrom() : undefined;
	return sentence(from === undefined ? said : `${said} ${from}`);
}

function describeEngineError(error: EngineError): string {
	const place = error.details.place ? placeName(error.details.place) : vscode.l10n.t('the engine');
	const { model = vscode.l10n.t('the model'), status, promptTokens, contextTokens } = error.details;
	switch (error.kind) {
		case 'unreachable':
			return vscode.l10n.t('{0} does not answer. Start it with `ollama serve`, or set `deepseekCoder.engine` to `embedded`.', place);
		case 'noModel':
			return vscode.l10n.t('{0} does not have {1} (any more). Get it again, or switch the model.', place, model);
		case 'loadFailed':
			return vscode.l10n.t('{0} could not be loaded: {1}. Switch the model or get the file again.', model, reasonOf(error));
		case 'outOfMemory':
			return vscode.l10n.t(
				'Not enough memory for {0}: {1}. Choose a smaller model or quantization, or less context.',
				model,
				reasonOf(error),
			);
		case 'promptTooLong':
			if (promptTokens === undefined) {
				return vscode.l10n.t(
					'The question does not fit into the context of {0} tokens. Ask about less code, or raise `deepseekCoder.contextTokens`.',
					contextTokens ?? '?',
				);
			}
			return vscode.l10n.t(
				'The question needs {0} tokens, the context has {1}. Ask about less code, or raise `deepseekCoder.contextTokens`.',
				promptTokens,
				contextTokens ?? '?',
			);
		case 'unauthorized':
			return vscode.l10n.t('{0} refused the request (status {1}). Check `deepseekCoder.ollama.headers`.', place, status ?? 401);
		case 'badAnswer':
			return vscode.l10n.t(
				'{0} answered something that is not its protocol; a proxy may stand between. Check `deepseekCoder.ollama.host`.',
				place,
			);
		case 'died':
			// Ollama starts its runners by itself; whether the server is there shows with the next request.
			if (error.details.place) return vscode.l10n.t('{0} broke off in the middle of its work. The next request tries again.', place);
			return error.details.isLeftAlone
				? leftAlone()
				: vscode.l10n.t('The built-in engine stopped while it worked. It is started again with the next request.');
		case 'busy':
			return vscode.l10n.t('{0} is busy with other requests. Try again in a moment.', place);
		case 'engineMissing':
			return vscode.l10n.t('The built-in engine does not run on this machine: {0}. Install Ollama and start it.', error.message);
		case 'failed':
			return vscode.l10n.t('{0} failed: {1}', place, reasonOf(error));
	}
}

/** Without the place and the file at its beginning, which our sentences begin with too. */
function reasonOf({ message, details: { place, model } }: EngineError): string {
	const beginnings = [place && `${place} `, model && `${model} can't be loaded: `];
	const said = beginnings.find(beginning => beginning && message.startsWith(beginning)) ?? '';
	return message.slice(said.length);
}

/** A place or a model may stand in the middle of a sentence ("built-in engine"); here it may begin one. */
function sentence(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
