import assert from 'node:assert/strict';
import { gpuFacts } from '../../../src/engines/embedded/gpuFacts';

describe("the runtime's devices", () => {
	const ram = { total: 1, free: 1 };
	const vram = { total: 8e9, used: 1e9, free: 7e9, unified: 0 };

	it('are one card with its free memory', () => {
		assert.deepEqual(gpuFacts({ gpu: 'vulkan', deviceNames: ['NVIDIA GeForce RTX 3070'], vram, ram }), [
			{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 3070', totalBytes: 8e9, freeBytes: 7e9, unified: false },
		]);
	});

	it('share memory with the CPU on Apple silicon', () => {
		const [gpu] = gpuFacts({ gpu: 'metal', deviceNames: ['Apple M2'], vram: { ...vram, unified: 8e9 }, ram });
		assert.deepEqual([gpu?.vendor, gpu?.unified], ['apple', true]);
	});

	it('are left to the tools when only their sum is known, and nothing on a CPU', () => {
		assert.deepEqual(gpuFacts({ gpu: 'cuda', deviceNames: ['RTX 4090', 'RTX 4080'], vram, ram }), []);
		assert.deepEqual(gpuFacts({ gpu: false, deviceNames: [], vram: { total: 0, used: 0, free: 0, unified: 0 }, ram }), []);
	});
});
