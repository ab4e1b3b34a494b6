import assert from 'node:assert/strict';
import type { Engine, EngineId, InstalledModel, LoadedModel } from '../../../../src/core/engine/engine';
import { EngineError } from '../../../../src/core/engine/engineError';
import { Roster } from '../../../../src/core/engine/roster';
import type { StreamEvent } from '../../../../src/core/engine/streamEvent';
import { SpeedMeter } from '../../../../src/core/metrics/speedMeter';
import type { Hardware } from '../../../../src/core/plan/hardware';
import type { PlanSettings } from '../../../../src/core/plan/makePlan';
import { Staffing, type StaffingDeps } from '../../../../src/core/plan/staffing';

describe('staffing', () => {
	it('prefers the first engine that has a real model', async () => {
		const { staffing, roster } = setUp([listing('ollama', [demo]), listing('embedded', [real, demo])]);
		await staffing.refresh();
		assert.equal(roster.post('completion')?.engine.id, 'embedded');
		assert.equal(roster.post('completion')?.model.id, real.id);
		staffing.dispose();
	});

	it('takes the demo model of the first engine when nobody has a real one', async () => {
		const { staffing, roster } = setUp([listing('ollama', [demo]), listing('embedded', [demo])]);
		await staffing.refresh();
		assert.equal(roster.post('chat')?.engine.id, 'ollama');
		assert.equal(roster.post('chat')?.model.isDemo, true);
		staffing.dispose();
	});

	it('goes on without an engine that does not answer', async () => {
		const { staffing, roster } = setUp([broken('ollama'), listing('embedded', [demo])]);
		await staffing.refresh();
		assert.equal(roster.state.kind, 'waiting');
		staffing.dispose();
	});

	it('plans without a GPU that the engine can’t use, says so, and keeps it for one that can', async () => {
		const card = { vendor: 'nvidia', name: 'RTX 3060', totalBytes: 12 * 2 ** 30, freeBytes: 11 * 2 ** 30, unified: false } as const;
		const withCard = { ...hardware, gpus: [card] };
		const look = async (engine: Engine, settings: Partial<PlanSettings> = {}) => {
			const { staffing } = setUp([engine], settings, undefined, withCard);
			await staffing.refresh();
			const { hardware, plan } = staffing.staff ?? assert.fail('no plan');
			staffing.dispose();
			return { layers: plan.now.completes?.gpuLayers, notes: hardware.notes };
		};
		const onCpu = { ...listing('embedded', [real]), canUseGpu: () => Promise.resolve(false) };
		const told = [{ key: 'engineCannot', parameters: ['RTX 3060'] }];
		assert.deepEqual(await look(onCpu), { layers: 0, notes: told });
		for (const canUseGpu of [undefined, () => Promise.resolve(true), () => Promise.reject(new Error('no process'))]) {
			const { layers = 0, notes } = await look({ ...onCpu, ...(canUseGpu ? { canUseGpu } : { canUseGpu: undefined }) });
			assert.ok(layers > 0);
			assert.deepEqual(notes, []);
		}
		// Who switched it off knows.
		assert.deepEqual((await look(onCpu, { isGpuOff: true })).notes, []);
	});

	it('loads the one that chats with the one that drafts for it', async () => {
		const chatting: InstalledModel = {
			...real,
			id: 'deepseek-coder-6.7b-instruct.Q4_K_M.gguf',
			label: 'deepseek-coder 6.7B',
			parameters: 6_740_512_768,
			fileBytes: 4_082_000_000,
			roles: ['chat'],
		};
		const card = { vendor: 'nvidia', name: 'RTX 4080', totalBytes: 16 * 2 ** 30, freeBytes: 15 * 2 ** 30, unified: false } as const;
		const draftOf = async (id: EngineId) => {
			const { staffing, roster } = setUp([listing(id, [real, chatting])], {}, undefined, { ...hardware, gpus: [card] });
			await staffing.refresh();
			staffing.dispose();
			assert.equal(roster.post('chat')?.model.id, chatting.id);
			return [roster.post('completion')?.options.draft, roster.post('chat')?.options.draft];
		};
		assert.deepEqual(await draftOf('embedded'), [undefined, real.id]);
		assert.deepEqual(await draftOf('ollama'), [undefined, undefined]);
	});

	it('says what is wrong when no engine answers', async () => {
		const { staffing, roster, warnings } = setUp([broken('ollama')]);
		await staffing.refresh();
		assert.equal(roster.state.kind === 'trouble' && roster.state.error.kind, 'unreachable');
		assert.deepEqual(warnings, ['nobody there']);
		staffing.dispose();
	});

	it('looks again, ever more rarely, while there is no model to put to work', async () => {
		const models: InstalledModel[] = [];
		const waits: number[] = [];
		let wake = () => Promise.resolve();
		const { staffing, roster } = setUp([listing('ollama', models)], {}, (again, milliseconds) => {
			waits.push(milliseconds);
			wake = again;
			return () => undefined;
		});
		await staffing.refresh();
		assert.equal(roster.state.kind, 'noModel');
		await wake();
		models.push(real);
		await wake();
		assert.equal(roster.post('completion')?.model.id, real.id);
		assert.deepEqual(waits, [5_000, 10_000]);
		staffing.dispose();
	});

	it('lets the built-in engine store its cache smaller, and the user decide how', async () => {
		const kvTypeOf = async (settings: Partial<PlanSettings>) => {
			const { staffing, roster } = setUp([listing('embedded', [real])], settings);
			await staffing.refresh();
			staffing.dispose();
			return roster.post('completion')?.options.kvType;
		};
		assert.equal(await kvTypeOf({ abilities: { kvTypes: ['q4_0'], canPlaceExperts: false } }), 'q4_0');
		assert.equal(await kvTypeOf({ abilities: { kvTypes: ['f16'], canPlaceExperts: false } }), 'f16');
	});

	it('plans with what can be had: single files without Ollama, its library with it, and only from the engine whose models are used', async () => {
		const sourcesOf = async (...engines: readonly Engine[]) => {
			const { staffing } = setUp(engines);
			await staffing.refresh();
			staffing.dispose();
			return staffing.staff?.settings.sources;
		};
		assert.deepEqual(await sourcesOf(broken('ollama'), listing('embedded', [demo])), ['gguf']);
		assert.deepEqual(await sourcesOf(listing('ollama', []), listing('embedded', [demo])), ['ollama', 'gguf']);
		assert.deepEqual(await sourcesOf(listing('ollama', []), listing('embedded', [real])), ['gguf']);
		assert.deepEqual(await sourcesOf(listing('ollama', [real]), listing('embedded', [demo])), ['ollama']);
	});

	it('looks once more for any number of wishes while it looks', async () => {
		const { staffing, probes } = setUp([listing('embedded', [demo])]);
		await Promise.all([staffing.refresh(), staffing.refresh(), staffing.refresh()]);
		assert.ok(probes.count <= 2, `${probes.count} looks`);
		staffing.dispose();
	});
});

const demo: InstalledModel = {
	id: 'demo.gguf',
	label: 'demo model',
	family: 'coderV1',
	quantization: 'Q8_0',
	parameters: 5_900_000,
	fileBytes: 6_377_088,
	trainedContextTokens: 2048,
	roles: ['completion', 'chat'],
	isDemo: true,
};
const real: InstalledModel = {
	id: 'deepseek-coder-1.3b-base.Q4_K_M.gguf',
	label: 'deepseek-coder 1.3B',
	family: 'coderV1',
	quantization: 'Q4_K_M',
	parameters: 1_346_471_936,
	fileBytes: 872_000_000,
	trainedContextTokens: 16384,
	roles: ['completion'],
	isDemo: false,
};

const hardware: Hardware = {
	gpus: [{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 3070', totalBytes: 8 * 2 ** 30, freeBytes: 7 * 2 ** 30, unified: false }],
	ram: { totalBytes: 32 * 2 ** 30, freeBytes: 24 * 2 ** 30 },
	cores: 8,
	notes: [],
};

function setUp(engines: readonly Engine[], settings: Partial<PlanSettings> = {}, later?: StaffingDeps['later'], seen = hardware) {
	const roster = new Roster(new SpeedMeter(() => 0), () => 0);
	const warnings: string[] = [];
	const probes = { count: 0 };
	const staffing = new Staffing({
		engines: () => engines,
		probe: () => Promise.resolve((probes.count++, seen)),
		settings: () => ({ reserveBytes: 512 * 2 ** 20, ...settings }),
		threads: () => undefined,
		readFacts: () => Promise.resolve(undefined),
		roster,
		log: { debug: () => undefined, info: () => undefined, warn: message => warnings.push(message) },
		...(later && { later }),
	});
	return { staffing, roster, warnings, probes };
}

function listing(id: EngineId, models: readonly InstalledModel[]): Engine {
	return { ...broken(id), models: () => Promise.resolve(models) };
}

function broken(id: EngineId): Engine {
	const refuse = () => Promise.reject(new EngineError('unreachable', 'nobody there'));
	return {
		id,
		place: id,
		models: refuse,
		load: (): Promise<LoadedModel> => refuse(),
		unload: () => Promise.resolve(),
		generate: async function* (): AsyncGenerator<StreamEvent> {
			yield await refuse();
		},
		countTokens: refuse,
		dispose: () => undefined,
	};
}
