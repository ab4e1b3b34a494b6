/** The words of the plan's page, in the user's language. */
import * as vscode from 'vscode';
import type { PlanKvType, PlanStrings } from '../../protocol/plan';

export function planStrings(): PlanStrings {
	return {
		title: vscode.l10n.t('Model plan'),
		lookAgain: vscode.l10n.t('Look Again'),
		costs: vscode.l10n.t('What your settings cost'),
		memory: vscode.l10n.t('Memory'),
		ram: vscode.l10n.t('RAM'),
		unified: vscode.l10n.t('shared by GPU and CPU'),
		freeOfTotal: vscode.l10n.t('{0} of {1} free', '{0}', '{1}'),
		totalOnly: vscode.l10n.t('{0} in all, free unknown', '{0}'),
		memoryUnknown: vscode.l10n.t('memory unknown'),
		tooMuch: vscode.l10n.t('{0} too much', '{0}'),
		weights: vscode.l10n.t('weights'),
		cache: vscode.l10n.t('KV cache'),
		compute: vscode.l10n.t('compute buffers'),
		reserve: vscode.l10n.t('runtime and reserve'),
		others: vscode.l10n.t('used by others'),
		free: vscode.l10n.t('free'),
		completes: vscode.l10n.t('completes'),
		chats: vscode.l10n.t('chats'),
		reasons: vscode.l10n.t('reasons'),
		offerBars: vscode.l10n.t('The bars show the models that fit this machine best; they are not installed yet.'),
		tryTitle: vscode.l10n.t('What if?'),
		context: vscode.l10n.t('Context'),
		kvType: vscode.l10n.t('KV cache type'),
		automatic: vscode.l10n.t('automatic'),
		f16: vscode.l10n.t('f16, exact'),
		q8_0: vscode.l10n.t('q8_0, half the size'),
		q4_0: vscode.l10n.t('q4_0, a quarter, felt in the answers'),
		tokens: vscode.l10n.t('{0} tokens', '{0}'),
		nothingChanges: vscode.l10n.t('Nothing changes.'),
		reset: vscode.l10n.t('Reset'),
		keepContext: vscode.l10n.t('Use This Context'),
		gpuMemory: vscode.l10n.t('GPU memory'),
		speed: vscode.l10n.t('Speed'),
		alternatives: vscode.l10n.t('Alternatives'),
		model: vscode.l10n.t('Model'),
		quantization: vscode.l10n.t('Quantization'),
		needs: vscode.l10n.t('Needs'),
		firstToken: vscode.l10n.t('First token'),
		remark: vscode.l10n.t('Why or why not'),
		action: vscode.l10n.t('Action'),
		chosen: vscode.l10n.t('chosen'),
		recommended: vscode.l10n.t('recommended'),
		installed: vscode.l10n.t('installed'),
		use: vscode.l10n.t('Use'),
		useName: vscode.l10n.t('Use {0}', '{0}'),
		download: vscode.l10n.t('Download'),
		downloadName: vscode.l10n.t('Download {0} ({1})', '{0}', '{1}'),
		onGpu: vscode.l10n.t('{0} GPU', '{0}'),
		inRam: vscode.l10n.t('{0} RAM', '{0}'),
		layers: vscode.l10n.t('{0} of {1} layers on the GPU', '{0}', '{1}'),
		tokensPerSecond: vscode.l10n.t('{0} tok/s', '{0}'),
		seconds: vscode.l10n.t('{0} s', '{0}'),
		milliseconds: vscode.l10n.t('{0} ms', '{0}'),
		unknown: vscode.l10n.t('unknown'),
	};
}

/** How another cache type can be had, by the engine that runs the models. */
export function kvHint(engine: string, kvType: PlanKvType): string {
	return engine === 'ollama'
		? vscode.l10n.t('Ollama decides the cache type for all its models: start it with {0}.', `OLLAMA_KV_CACHE_TYPE=${kvType}`)
		: vscode.l10n.t('Set {0} to {1} to have it so.', '`deepseekCoder.memory.kvCacheType`', kvType);
}
