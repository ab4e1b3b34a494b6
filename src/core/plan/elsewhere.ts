/**
 * The plan for models on a server that is not this machine: what it holds is what there is, and its memory and speed are its owner's business.
 * Bytes and speeds are therefore 0 here; the speed shows itself with the first answer.
 */
import type { InstalledModel } from '../engine/engine';
import { noBytes } from '../memory/estimate';
import type { Choice, Lineup, Plan } from './plan';

/** Where the context is ours to ask for (Ollama), it takes memory that we can't see: more than this is for the user to set. */
const mostContextTokens = 8192;

export interface ElsewhereSettings {
	readonly contextTokens?: number | undefined;
	/** A model by its name on the server; absent: chosen. */
	readonly completion?: string | undefined;
	readonly chat?: string | undefined;
}

/** @param place the engine's own, "the server at gpu:8000" */
export function planElsewhere(
	models: readonly InstalledModel[],
	{ contextTokens, completion, chat }: ElsewhereSettings,
	place: string,
): Plan {
	const completing = named(models, completion) ?? bestFor(models, 'completion');
	const chatting = named(models, chat) ?? bestFor(models, 'chat');
	const isOne = completing !== undefined && completing === chatting;
	const toChoice = (model: InstalledModel) => choiceOf(model, contextTokens);
	const lineup: Lineup = {
		completes: completing ? toChoice(completing) : null,
		chats: isOne ? 'same' : chatting ? toChoice(chatting) : null,
		reasons: null,
		totalGpuBytes: 0,
		totalHostBytes: 0,
		worth: completing || chatting ? 1 : 0,
		reason: reasonOf(completing, chatting, place),
		rejected: [],
		next: null,
	};
	return { now: lineup, best: lineup, offers: [], costs: [] };
}

function reasonOf(completing: InstalledModel | undefined, chatting: InstalledModel | undefined, place: string): Lineup['reason'] {
	if (completing && chatting && completing !== chatting)
		return { key: 'elsewhereBoth', parameters: [completing.label, chatting.label, place] };
	if (!completing && chatting) return { key: 'elsewhereChats', parameters: [chatting.label, place] };
	return completing ? { key: 'elsewhere', parameters: [completing.label, place] } : { key: 'nothingInstalled', parameters: [] };
}

/** The first that was made for the role, else the first that can do it; the toy only where there is nothing else. */
function bestFor(models: readonly InstalledModel[], role: 'completion' | 'chat'): InstalledModel | undefined {
	const able = models.filter(({ roles }) => roles.includes(role)).sort((a, b) => Number(a.isDemo) - Number(b.isDemo));
	return able.find(({ roles, isDemo }) => roles[0] === role && !isDemo) ?? able[0];
}

function named(models: readonly InstalledModel[], name: string | undefined): InstalledModel | undefined {
	const wanted = name?.toLowerCase();
	return models.find(({ id, label }) => id.toLowerCase() === wanted || label.toLowerCase() === wanted);
}

function choiceOf(model: InstalledModel, contextTokens: number | undefined): Choice {
	return {
		model: model.id,
		label: model.label,
		quantization: model.quantization ?? '',
		parameters: model.parameters ?? 0,
		fileBytes: model.fileBytes,
		installed: model,
		contextTokens: contextTokens ?? Math.min(model.trainedContextTokens ?? mostContextTokens, mostContextTokens),
		gpuLayers: 0,
		totalLayers: 0,
		expertLayersOnCpu: 0,
		kvType: 'f16',
		ubatch: 512,
		bytes: noBytes,
		predicted: { tokensPerSecond: 0, firstTokenMilliseconds: 0 },
	};
}
