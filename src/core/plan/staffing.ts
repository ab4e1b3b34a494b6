/**
 * Looks at the machine and at the engines, plans, and puts the chosen models to work: at startup, and again when settings or models change.
 * One look at a time; a wish for another while one runs is done once after it.
 */
import { Emitter } from '../base/emitter';
import type { Disposable } from '../base/disposable';
import type { Engine, EngineId, InstalledModel, LoadOptions, Role } from '../engine/engine';
import { toEngineError, type EngineError } from '../engine/engineError';
import type { Post } from '../engine/post';
import type { Assignments, Roster } from '../engine/roster';
import type { ModelFacts } from '../memory/modelFacts';
import { describePlan } from './describePlan';
import { planElsewhere } from './elsewhere';
import { describeNote, type Gpu, type Hardware } from './hardware';
import { usableGpus } from './machine';
import { makePlan, type PlannedModel } from './makePlan';
import { withoutOwnModels } from './ownMemory';
import type { Choice, Plan } from './plan';
import type { Abilities, ModelSource, PlanSettings } from './planSettings';

export interface StaffingDeps {
	/** The engines that the settings allow, the preferred one first. */
	readonly engines: () => readonly Engine[];
	readonly probe: () => Promise<Hardware>;
	readonly settings: () => PlanSettings;
	readonly threads: () => number | undefined;
	/** What the header of a model's file says, where the engine's models are files that can be read. */
	readonly readFacts: (engine: Engine, model: InstalledModel) => Promise<ModelFacts | undefined>;
	readonly roster: Roster;
	readonly log: { debug(message: string): void; info(message: string): void; warn(message: string): void };
	/** Calls `wake` once after so long, unless what it gives back is called first; absent: the system's timer. */
	readonly later?: (wake: () => Promise<void>, milliseconds: number) => () => unknown;
}

interface Found {
	readonly engine: Engine;
	readonly models: readonly InstalledModel[];
	readonly sources: readonly ModelSource[];
}

/** What the last look found. */
export interface Staff {
	readonly hardware: Hardware;
	readonly plan: Plan;
	readonly engine: Engine;
	readonly models: readonly PlannedModel[];
	/** What the plan was made with: the user's settings and what the engine can do. */
	readonly settings: PlanSettings;
}

/** A server that is not there is asked again after 5 s, then ever more rarely: it may be starting, and asking costs one refused connection. */
const retryMs = [5_000, 10_000, 20_000, 40_000, 60_000];

export class Staffing implements Disposable {
	private readonly changed = new Emitter<Staff>();
	private readonly lifetime = new AbortController();
	private running: Promise<void> | undefined;
	private wantedAgain = false;
	private retries = 0;
	private stopWaiting: () => unknown = () => undefined;
	private current: Staff | undefined;

	readonly onDidChange = this.changed.event;

	private readonly rosterListener: Disposable;

	constructor(private readonly deps: StaffingDeps) {
		this.rosterListener = deps.roster.onDidChange(state => {
			if (state.kind === 'ready') this.retries = 0;
			// The model was deleted since it was chosen: what else is there?
			if (state.kind === 'trouble' && state.error.kind === 'noModel') this.lookLater();
		});
	}

	get staff(): Staff | undefined {
		return this.current;
	}

	refresh(): Promise<void> {
		this.wantedAgain = true;
		this.running ??= this.run().finally(() => (this.running = undefined));
		return this.running;
	}

	dispose(): void {
		this.stopWaiting();
		this.rosterListener.dispose();
		this.lifetime.abort();
		this.changed.dispose();
	}

	private async run(): Promise<void> {
		while (this.wantedAgain && !this.lifetime.signal.aborted) {
			this.wantedAgain = false;
			this.stopWaiting();
			try {
				await this.look();
			} catch (error) {
				this.trouble(toEngineError(error));
			}
		}
	}

	private async look(): Promise<void> {
		const { log, roster } = this.deps;
		const [seen, found] = await Promise.all([this.deps.probe(), this.findModels()]);
		if (this.lifetime.signal.aborted) return;
		const own = roster.loaded.map(({ post, loaded }) => ({ engineId: post.engine.id, loaded }));
		const all = withoutOwnModels(seen, own);
		const hardware = found ? await this.usableBy(found.engine, all) : all;
		for (const note of hardware.notes) log.info(describeNote(note));
		if (!found) return;
		const models = await this.withFacts(found);
		const wanted = this.deps.settings();
		const { id } = found.engine;
		// The setting is the built-in engine's: Ollama uses the GPU as its own server says.
		const isGpuOff = wanted.isGpuOff === true && id === 'embedded';
		const settings = { ...wanted, abilities: wanted.abilities ?? abilitiesOf[id], isGpuOff, sources: found.sources };
		const plan = found.engine.isElsewhere ? planElsewhere(models, settings, found.engine.place) : makePlan(hardware, models, settings);
		log.info(describePlan(plan));
		this.current = { hardware, plan, engine: found.engine, models, settings };
		const assignments = this.assignments(plan, found.engine);
		const { reasons } = plan.now;
		await roster.assign(assignments, plan.now.takesTurns, reasons ? this.post(found.engine, reasons, ['chat']) : undefined);
		this.changed.fire(this.current);
		// A model may come by another way than ours.
		if (!assignments.completion && !assignments.chat) this.lookLater();
	}

	/** A GPU that the machine has and the engine can't use is planned without, and said. */
	private async usableBy(engine: Engine, hardware: Hardware): Promise<Hardware> {
		const names = usableGpus(hardware).map(({ gpu }) => gpu.name);
		if (names.length === 0 || !engine.canUseGpu || this.deps.settings().isGpuOff === true) return hardware;
		// Where it can't even say, its first load will.
		if (await engine.canUseGpu(this.lifetime.signal).catch(() => true)) return hardware;
		const gpus = hardware.gpus.map((gpu): Gpu => (names.includes(gpu.name) ? { ...gpu, problem: 'engineCannot' } : gpu));
		const note = { key: 'engineCannot', parameters: [[...new Set(names)].join(', ')] } as const;
		return { ...hardware, gpus, notes: [...hardware.notes, note] };
	}

	private withFacts({ engine, models }: { engine: Engine; models: readonly InstalledModel[] }): Promise<PlannedModel[]> {
		const read = async (model: InstalledModel): Promise<PlannedModel> => {
			const facts = await this.deps.readFacts(engine, model);
			return facts ? { ...model, facts } : model;
		};
		return Promise.all(models.map(read));
	}

	/** The first engine with a real model, else the first with any; `undefined` after telling what is wrong when none answers. */
	private async findModels(): Promise<Found | undefined> {
		const answers = await Promise.all(this.deps.engines().map(engine => this.ask(engine)));
		const found = answers.filter(answer => 'models' in answer);
		const failed = answers.filter(answer => 'error' in answer);
		for (const { engine, error } of failed) this.deps.log.debug(`${engine.place}: ${error.message}`);
		const withModels = found.find(each => each.models.some(model => !model.isDemo));
		const best = withModels ?? found.find(each => each.models.length > 0) ?? found[0];
		if (!best && failed[0]) this.trouble(failed[0].error);
		// What another engine fetched would not be seen beside the models of this one.
		const fetching = withModels ? [withModels] : found;
		return best && { ...best, sources: fetching.flatMap(({ engine }) => sourceOf[engine.id] ?? []) };
	}

	private async ask(
		engine: Engine,
	): Promise<{ engine: Engine; models: readonly InstalledModel[] } | { engine: Engine; error: EngineError }> {
		try {
			return { engine, models: await engine.models(this.lifetime.signal) };
		} catch (error) {
			return { engine, error: toEngineError(error) };
		}
	}

	private assignments(plan: Plan, engine: Engine): Assignments {
		const { completes, chats } = plan.now;
		const isOne = chats === 'same';
		const completion = completes ? this.post(engine, completes, isOne ? ['completion', 'chat'] : ['completion']) : undefined;
		const draft = plan.now.drafting && completion?.model.id;
		const chat = isOne ? completion : chats ? this.post(engine, chats, ['chat'], draft) : undefined;
		return { ...(completion && { completion }), ...(chat && { chat }) };
	}

	private post(engine: Engine, choice: Choice, roles: readonly Role[], draft?: string): Post | undefined {
		if (!choice.installed) return undefined;
		const { contextTokens, kvType } = choice;
		const threads = this.deps.threads();
		const gpuLayers = choice.gpuLayers >= choice.totalLayers ? 'auto' : choice.gpuLayers;
		const options: LoadOptions = {
			contextTokens,
			gpuLayers,
			kvType,
			roles,
			...(threads && { threads }),
			...(draft !== undefined && { draft }),
		};
		return { engine, model: choice.installed, options };
	}

	private trouble(error: EngineError): void {
		this.deps.log.warn(error.message);
		this.deps.roster.fail(error);
		this.lookLater();
	}

	private lookLater(): void {
		this.stopWaiting();
		const wait = retryMs[Math.min(this.retries++, retryMs.length - 1)];
		this.stopWaiting = (this.deps.later ?? systemTimer)(() => this.refresh(), wait ?? 0);
	}
}

function systemTimer(wake: () => Promise<void>, milliseconds: number): () => void {
	const timer = setTimeout(() => void wake(), milliseconds);
	return () => clearTimeout(timer);
}

/**
 * Ollama stores its cache as its server was started to, for all models. No option of node-llama-cpp 3.21 or of Ollama 0.24 places experts. Of latents
 * Ollama 0.24 keeps key and value, where newer llama.cpp keeps them once.
 */
const abilitiesOf: Readonly<Record<EngineId, Abilities>> = {
	embedded: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: false, canDraft: true },
	ollama: { kvTypes: ['f16'], canPlaceExperts: false, hasProcessPerModel: true, latentCache: 'mla', outputLast: true },
	openai: { kvTypes: ['f16'], canPlaceExperts: false },
};

/** Where the models come from that an engine can use. */
const sourceOf: Readonly<Partial<Record<EngineId, ModelSource>>> = { ollama: 'ollama', embedded: 'gguf' };
