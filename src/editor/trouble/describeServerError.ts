/** Errors of an OpenAI-compatible server in the user's words, where they differ from an engine's on this machine: somebody else runs it. */
import * as vscode from 'vscode';
import type { EngineError } from '../../core/engine/engineError';
import { isServer, placeName } from '../placeName';

/** `undefined`: it is not of such a server, or there is nothing to say that does not hold for every engine. */
export function describeServerError({ kind, details }: EngineError): string | undefined {
	if (!isServer(details.place)) return undefined;
	const place = placeName(details.place);
	switch (kind) {
		case 'unreachable':
			return vscode.l10n.t(
				'{0} does not answer. Check `deepseekCoder.openai.url`; the command "Diagnose Connection" finds out how far it goes.',
				place,
			);
		case 'noModel':
			return vscode.l10n.t('{0} does not have {1} (any more). Switch the model.', place, details.model ?? vscode.l10n.t('the model'));
		case 'promptTooLong':
			return vscode.l10n.t(
				'The question is longer than the {0} tokens of context that {1} gives. Ask about less code.',
				details.contextTokens ?? '?',
				place,
			);
		case 'unauthorized':
			return vscode.l10n.t(
				'{0} refused the request (status {1}). Use the command "Set API Key", or check `deepseekCoder.openai.headers`.',
				place,
				details.status ?? 401,
			);
		case 'badAnswer':
			return vscode.l10n.t(
				'{0} answered something that is not its protocol; a proxy may stand between. Check `deepseekCoder.openai.url`.',
				place,
			);
		case 'died':
			return vscode.l10n.t('{0} broke off its answer. Ask again in a moment.', place);
		case 'loadFailed':
		case 'outOfMemory':
		case 'busy':
		case 'engineMissing':
		case 'failed':
			return undefined;
	}
}
