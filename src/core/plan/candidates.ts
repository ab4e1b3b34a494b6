/** What can be planned with: every installed model, and every file of the catalogue that can be downloaded. */
import { ggufSource } from '../download/ggufSource';
import type { InstalledModel } from '../engine/engine';
import { predictedFacts, scaledTo, totalWeightBytes, type ModelFacts } from '../memory/modelFacts';
import { catalogue, metadataBytes, ollamaTag, type CatalogueModel, type CatalogueRole } from '../models/catalogue';
import type { ModelShape } from '../models/modelShape';
import { quantizationOfName, quantizations, type Quantization } from '../models/quantization';
import { recognize } from '../models/recognize';
import type { ModelSource } from './planSettings';
import { bitsOf, isBelowFloor, retention, roleScore } from './quality';

/** What the plan takes of an installed model; facts from its header make the sizes exact. */
export interface PlannedModel extends InstalledModel {
	readonly facts?: ModelFacts;
}

export interface Candidate {
	readonly id: string;
	readonly label: string;
	readonly quantization: string;
	readonly parameters: number;
	readonly fileBytes: number;
	readonly facts: ModelFacts;
	readonly installed?: InstalledModel;
	readonly ollamaTag?: string;
	/** Worth in each role with the quantization's loss; 0 where it does not serve. */
	readonly scores: Readonly<Record<CatalogueRole, number>>;
	readonly belowFloor: boolean;
	readonly madeFor: readonly CatalogueRole[];
	/** What people may call it, in lower case. */
	readonly names: readonly string[];
	/** The catalogue's model and the quantization: an installed file and one to download can be the same. Absent for models it doesn't know. */
	readonly file?: string;
}

const roles = ['completes', 'chats', 'reasons'] as const;

/** Formats worth offering: the others are beaten in size and quality by one of these. */
const offered: readonly Quantization[] = ['Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M', 'Q4_K_S', 'Q4_0', 'Q3_K_M', 'Q2_K'];

/**
 * Every file of the catalogue worth planning with: not below the quality floor unless it is named, and of models far too large only the smallest,
 * which says what would be needed.
 * @param fittingBytes what models may take here
 * @param mostBytes beyond this a model says nothing about the machine
 * @param sources where it can be had from
 * @param names what the user named
 */
export function downloadableCandidates(
	fittingBytes: number,
	mostBytes = fittingBytes,
	sources: readonly ModelSource[] = ['ollama'],
	names: readonly string[] = [],
): readonly Candidate[] {
	const wanted = lowerCase(names);
	const canBeHad = (model: CatalogueModel, quantization: Quantization) =>
		(sources.includes('ollama') && ollamaTag(model, quantization) !== undefined) ||
		(sources.includes('gguf') && ggufSource(model, quantization) !== undefined);
	return catalogue.flatMap(model => {
		const good = offered.filter(each => canBeHad(model, each) && !isBelowFloor(each, model.parameters));
		const fitting = good.filter(each => leastBytes(model, each) <= fittingBytes);
		const smallest = good.slice(-1).filter(each => leastBytes(model, each) <= mostBytes);
		const isNamed = wanted.includes(model.id);
		const named = quantizations.filter(
			each => canBeHad(model, each) && ((isNamed && offered.includes(each)) || fileNames(model, each).some(name => wanted.includes(name))),
		);
		return [...new Set([...(fitting.length > 0 ? fitting : smallest), ...named])].map(each => fromCatalogue(model, each));
	});
}

function namesOf(model: CatalogueModel, quantization: Quantization): readonly string[] {
	return [model.id, ...fileNames(model, quantization)];
}

/** Those that say which of the model's files is meant. */
function fileNames(model: CatalogueModel, quantization: Quantization): readonly string[] {
	return lowerCase([ollamaTag(model, quantization), `${model.label} ${quantization}`]);
}

function lowerCase(names: readonly (string | undefined)[]): readonly string[] {
	return names.filter(each => each !== undefined).map(each => each.toLowerCase());
}

function fileOf({ id }: CatalogueModel, quantization: string): string {
	return `${id} ${quantization}`;
}

/** A bound that costs nothing to compute, so that the tensors of models far too large are never listed. */
function leastBytes({ parameters }: CatalogueModel, quantization: Quantization): number {
	return (parameters * bitsOf(quantization)) / 8;
}

const known = new Map<string, Candidate>();

function fromCatalogue(model: CatalogueModel, quantization: Quantization): Candidate {
	const key = fileOf(model, quantization);
	const candidate = known.get(key) ?? newCandidate(model, quantization);
	known.set(key, candidate);
	return candidate;
}

function newCandidate(model: CatalogueModel, quantization: Quantization): Candidate {
	const tag = ollamaTag(model, quantization);
	const facts = catalogueFacts(model, quantization);
	const fileBytes = totalWeightBytes(facts) + metadataBytes(model);
	return {
		...identity(model, quantization),
		id: model.id,
		fileBytes,
		facts,
		...(tag !== undefined && { ollamaTag: tag }),
		names: [...namesOf(model, quantization), model.label.toLowerCase()],
		file: fileOf(model, quantization),
	};
}

/** Base and instruct models have one shape, so their facts are the same object. */
const factsByShape = new Map<ModelShape, Map<Quantization, ModelFacts>>();

export function catalogueFacts({ shape }: CatalogueModel, quantization: Quantization): ModelFacts {
	const ofShape = factsByShape.get(shape) ?? new Map<Quantization, ModelFacts>();
	factsByShape.set(shape, ofShape);
	const facts = ofShape.get(quantization) ?? predictedFacts(shape, quantization);
	ofShape.set(quantization, facts);
	return facts;
}

/** `undefined` for a model of which neither header nor name tells the shape. */
export function installedCandidate(model: PlannedModel): Candidate | undefined {
	const known = recognize(model.id) ?? recognize(model.label);
	const facts = model.facts ?? guessedFacts(model, known);
	if (facts === undefined) return undefined;
	const quantization = model.quantization ?? known?.quantization ?? 'unknown';
	const stated = quantizationOfName(quantization);
	const parameters = model.parameters ?? known?.model.parameters ?? model.fileBytes * 1.7;
	const base = known === undefined ? unknownModel(model, parameters) : known.model;
	return {
		id: model.id,
		label: model.label,
		quantization,
		parameters,
		fileBytes: model.fileBytes,
		facts,
		installed: model,
		scores: scoresOf(base, quantization, parameters),
		belowFloor: isBelowFloor(quantization, parameters),
		madeFor: roles.filter(role => base.scores[role] !== undefined),
		names: [
			...lowerCase([model.id, model.label, `${model.label} ${quantization}`]),
			...(known && stated ? namesOf(known.model, stated) : []),
		],
		...(known && stated && { file: fileOf(known.model, stated) }),
	};
}

function guessedFacts(model: InstalledModel, known: ReturnType<typeof recognize>): ModelFacts | undefined {
	if (known === undefined) return undefined;
	const stated = quantizations.find(each => each === model.quantization) ?? known.quantization ?? 'Q4_K_M';
	const facts = catalogueFacts(known.model, stated);
	// A file whose size is far from the catalogue's is another mix: its own size is the better fact.
	const expected = totalWeightBytes(facts) + metadataBytes(known.model);
	return model.fileBytes > 0 && Math.abs(model.fileBytes / expected - 1) > 0.02 ? scaledTo(facts, model.fileBytes) : facts;
}

/** A model nobody has scored: placed by its size between the known ones, a little below them. */
function unknownModel(model: InstalledModel, parameters: number): Pick<CatalogueModel, 'scores' | 'family'> {
	const doublings = Math.log2(Math.max(1, parameters / 1e9));
	const scores = {
		...(model.roles.includes('completion') && { completes: 32 + 1.6 * doublings }),
		...(model.roles.includes('chat') && { chats: 50 + 4.5 * doublings }),
	};
	return { family: model.family, scores };
}

function identity(model: CatalogueModel, quantization: Quantization) {
	const { label, parameters, roles: madeFor } = model;
	return {
		label,
		quantization,
		parameters,
		madeFor,
		scores: scoresOf(model, quantization, parameters),
		belowFloor: isBelowFloor(quantization, parameters),
	};
}

function scoresOf(
	model: Pick<CatalogueModel, 'scores' | 'family'>,
	quantization: string,
	parameters: number,
): Record<CatalogueRole, number> {
	const kept = retention(quantization, parameters);
	const [completes = 0, chats = 0, reasons = 0] = roles.map(role => roleScore(model, role) * kept);
	return { completes, chats, reasons };
}
