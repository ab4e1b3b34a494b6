/** The settings as each part wants them: "auto" becomes nothing, and every unit is said. */
import * as vscode from 'vscode';
import type { CompletionSettings } from '../../core/completion/settings';
import type { Post } from '../../core/engine/post';
import type { PlanSettings } from '../../core/plan/makePlan';
import type { Exclusions } from '../completion/context/exclusions';
import type { Settings } from './settings';
import type { SettingId } from './settingSpecs';

export function planSettings(settings: Settings, learned: Pick<PlanSettings, 'learnedMarginBytes' | 'speedRatios'> = {}): PlanSettings {
	const contextTokens = settings.get('contextTokens');
	const completion = settings.get('model.completion');
	const chat = settings.get('model.chat');
	const gpuLayers = settings.get('memory.gpuLayers');
	const kvType = settings.get('memory.kvCacheType');
	return {
		reserveBytes: settings.get('memory.reserveMiB') * 2 ** 20,
		...learned,
		...(contextTokens !== 'auto' && { contextTokens }),
		...(isName(completion) && { completion }),
		...(isName(chat) && { chat }),
		...(gpuLayers !== 'auto' && { gpuLayers }),
		...(kvType !== 'auto' && { kvType }),
		...(settings.get('embedded.gpu') === 'off' && { isGpuOff: true }),
		...(settings.get('embedded.speculation') === 'off' && { drafts: false }),
	};
}

/** In a workspace that is not trusted completions are off: its files would decide what the model is asked. */
export function completionSettings(settings: Settings, document: vscode.TextDocument, exclusions?: Exclusions): CompletionSettings {
	const enabled = settings.get('completion.enabled', document);
	return {
		isUntrusted: !vscode.workspace.isTrusted,
		enabled: vscode.workspace.isTrusted && (enabled[document.languageId] ?? enabled['*'] ?? true),
		isExcluded: exclusions?.isExcludedByName(document.uri) ?? false,
		trigger: settings.get('completion.trigger', document),
		maxLines: settings.get('completion.maxLines', document),
		timeTargetMs: settings.get('completion.timeTargetMs', document),
	};
}

export function threads(settings: Settings): number | undefined {
	const value = settings.get('embedded.threads');
	return value === 'auto' ? undefined : value;
}

/** How long a model of ours stays in memory after its last use; `undefined`: for ever, or its server decides. */
export function keptMinutes(settings: Settings, { engine }: Post): number | undefined {
	const minutes = settings.get('embedded.keepAliveMinutes');
	return engine.id === 'embedded' && minutes >= 0 ? minutes : undefined;
}

export function answerLanguage(settings: Settings): string {
	const language = settings.get('chat.language');
	return language === 'auto' ? vscode.env.language : language;
}

/** Whether a change of this setting makes another look at machine and engines necessary. */
export function needsNewPlan(id: SettingId): boolean {
	return /^(?:engine$|model\.|contextTokens|memory\.|(?:embedded|ollama)\.(?!keepAlive)|openai\.)/.test(id);
}

function isName(value: string): boolean {
	return value !== '' && value !== 'auto';
}
