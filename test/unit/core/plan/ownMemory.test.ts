import assert from 'node:assert/strict';
import type { LoadedModel } from '../../../../src/core/engine/engine';
import type { Gpu, Hardware } from '../../../../src/core/plan/hardware';
import { withoutOwnModels } from '../../../../src/core/plan/ownMemory';

describe('our own models, when the machine is looked at again', () => {
	const gib = 2 ** 30;
	const gpu: Gpu = { vendor: 'nvidia', name: 'RTX 3060', totalBytes: 12 * gib, freeBytes: 3 * gib, unified: false };
	const hardware: Hardware = { gpus: [gpu], ram: { totalBytes: 32 * gib, freeBytes: 20 * gib }, cores: 8, notes: [] };
	const loaded = (gpuBytes: number, hostBytes: number): LoadedModel => ({
		installed: { id: 'm', label: 'm', family: 'coderV1', fileBytes: 4 * gib, roles: ['completion'], isDemo: false },
		contextTokens: 8192,
		memory: { gpuBytes, hostBytes },
		loadMilliseconds: 1,
	});

	it('do not count as used by others', () => {
		const { gpus } = withoutOwnModels(hardware, [{ engineId: 'ollama', loaded: loaded(8 * gib, 0) }]);
		assert.equal(gpus[0]?.freeBytes, 11 * gib);
	});

	it('never free more than the machine has', () => {
		const { gpus, ram } = withoutOwnModels(hardware, [{ engineId: 'ollama', loaded: loaded(40 * gib, 40 * gib) }]);
		assert.equal(gpus[0]?.freeBytes, 12 * gib);
		assert.equal(ram.freeBytes, 32 * gib);
	});

	it('give back only what is not a mapped file, which counts as free already', () => {
		const { ram } = withoutOwnModels(hardware, [{ engineId: 'embedded', loaded: loaded(0, 5 * gib) }]);
		assert.equal(ram.freeBytes, 21 * gib);
	});

	it('fill the card with the most in use first', () => {
		const idle: Gpu = { ...gpu, name: 'idle', freeBytes: 11 * gib };
		const { gpus } = withoutOwnModels({ ...hardware, gpus: [idle, gpu] }, [{ engineId: 'ollama', loaded: loaded(8 * gib, 0) }]);
		assert.deepEqual(
			gpus.map(each => each.freeBytes),
			[11 * gib, 11 * gib],
		);
	});

	it('leave a card alone whose memory nobody knows', () => {
		const unknown: Gpu = { ...gpu, freeBytes: null };
		const { gpus } = withoutOwnModels({ ...hardware, gpus: [unknown] }, [{ engineId: 'ollama', loaded: loaded(8 * gib, 0) }]);
		assert.equal(gpus[0]?.freeBytes, null);
	});
});
