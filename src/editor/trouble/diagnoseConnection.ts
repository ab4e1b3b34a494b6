/** "Diagnose Connection": goes from the name of each engine's server to a token of its model, and says in a document how far it came. */
import * as vscode from 'vscode';
import { diagnose, type Network, type StepResult } from '../../core/engine/diagnose';
import type { Engine } from '../../core/engine/engine';
import type { Roster } from '../../core/engine/roster';
import { toSignal } from '../cancellation';
import { placeName } from '../placeName';
import { seenFrom } from './seenFrom';

export interface DiagnoseDeps {
	readonly engines: () => readonly Engine[];
	readonly roster: Roster;
	readonly network: Network;
	readonly now: () => number;
}

export async function diagnoseConnection(deps: DiagnoseDeps): Promise<void> {
	const title = vscode.l10n.t('Diagnosing the connection');
	const location = vscode.ProgressLocation.Notification;
	const lines = await vscode.window.withProgress({ title, location, cancellable: true }, async (progress, token) => {
		const { signal, dispose } = toSignal(token);
		const said: string[] = [`# ${vscode.l10n.t('Diagnose Connection')}`, '', seenFrom() ?? vscode.l10n.t('Seen from this machine.')];
		for (const engine of deps.engines()) {
			said.push('', `## ${placeName(engine.place)}`, '');
			const post = (['completion', 'chat'] as const).map(role => deps.roster.post(role)).find(each => each?.engine === engine);
			for await (const result of diagnose(engine, { ...deps, post }, signal)) {
				const line = describeStep(result);
				progress.report({ message: line });
				said.push(`- ${result.step === 'failed' ? '✗' : '✓'} ${line}`);
			}
		}
		dispose();
		return said;
	});
	const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: `${lines.join('\n')}\n` });
	await vscode.window.showTextDocument(document, { preview: true });
}

function describeStep(result: StepResult): string {
	switch (result.step) {
		case 'name':
			return vscode.l10n.t('The name {0} is known: {1}.', result.host, result.addresses.join(', '));
		case 'port':
			return vscode.l10n.t('Port {0} takes connections ({1} ms).', result.port, Math.round(result.milliseconds));
		case 'detour':
			return vscode.l10n.t('{0} cannot be reached directly ({1}), but there is an answer: through a proxy.', result.subject, result.why);
		case 'answer':
			return vscode.l10n.t('It answers and has {0} models: {1}.', result.models.length, result.models.join(', '));
		case 'model':
			return vscode.l10n.t('{0} is loaded with {1} tokens of context.', result.model, result.contextTokens);
		case 'token':
			return vscode.l10n.t('One token took {0} ms.', Math.round(result.milliseconds));
		case 'specialTokens':
			return describeReading(result.reading);
		case 'failed':
			return describeFailure(result);
	}
}

function describeReading(reading: Extract<StepResult, { step: 'specialTokens' }>['reading']): string {
	switch (reading) {
		case 'right':
			return vscode.l10n.t('Special tokens are read as such: completions fill holes.');
		case 'asText':
			return vscode.l10n.t('Special tokens are read as text: completions would be guesses. Use a model with the tokens of DeepSeek-Coder.');
		case 'notCounted':
			return vscode.l10n.t('The server does not count prompt tokens, so it is not known how it reads special tokens.');
		case 'noHoles':
			return vscode.l10n.t('The model chats and does not complete, so it needs no special tokens for holes.');
	}
}

function describeFailure({ at, subject, why }: Extract<StepResult, { step: 'failed' }>): string {
	switch (at) {
		case 'name':
			return vscode.l10n.t('The name {0} is not known here: {1}. Check its spelling in the settings, and the VPN.', subject, why);
		case 'port':
			return vscode.l10n.t(
				'Nobody takes connections at {0}: {1}. Is the server running, and does it listen on that address?',
				subject,
				why,
			);
		case 'answer':
			return vscode.l10n.t('{0} does not answer as it should: {1}', placeName(subject), why);
		case 'model':
			return subject === '' ? vscode.l10n.t('It has no DeepSeek model.') : vscode.l10n.t('The model {0} cannot be used: {1}', subject, why);
		case 'token':
			return vscode.l10n.t('{0} gave no token: {1}', subject, why);
		case 'specialTokens':
			return vscode.l10n.t('How {0} reads special tokens could not be seen: {1}', subject, why);
	}
}
