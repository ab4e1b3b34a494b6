/** The runtime's own view of its devices as hardware facts. */
import type { Gpu, GpuVendor } from '../../core/plan/hardware';
import type { Devices } from './messages';

/** Nothing where there are several cards: the runtime only tells their sum, and the vendors' tools tell them apart. */
export function gpuFacts({ gpu, deviceNames, vram }: Devices): readonly Gpu[] {
	const [name] = deviceNames;
	if (gpu === false || name === undefined || deviceNames.length > 1 || vram.total === 0) return [];
	return [{ vendor: vendorOf(name, gpu), name, totalBytes: vram.total, freeBytes: vram.free, unified: vram.unified > 0 }];
}

function vendorOf(name: string, gpu: Exclude<Devices['gpu'], false>): GpuVendor {
	if (gpu === 'metal') return 'apple';
	if (gpu === 'cuda' || /nvidia|geforce|quadro|tesla|rtx/i.test(name)) return 'nvidia';
	if (/amd|radeon/i.test(name)) return 'amd';
	return /intel|arc/i.test(name) ? 'intel' : 'other';
}
