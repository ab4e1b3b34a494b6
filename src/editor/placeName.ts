/** Where an engine runs, in the user's language; the engines themselves speak English, for the log. */
import * as vscode from 'vscode';

export function placeName(place: string): string {
	const ollama = /^Ollama at (.+)$/.exec(place)?.[1];
	if (ollama) return vscode.l10n.t('Ollama at {0}', ollama);
	const server = /^the server at (.+)$/.exec(place)?.[1];
	if (server) return vscode.l10n.t('the server at {0}', server);
	return place === 'built-in engine' ? vscode.l10n.t('built-in engine') : place;
}

/** Whether it is an OpenAI-compatible server, which others may use too and somebody else may run. */
export function isServer(place: string | undefined): place is string {
	return place?.startsWith('the server at ') ?? false;
}
