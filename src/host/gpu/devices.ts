/**
 * Reads the device lists of compute interfaces that every maker's cards have: `vulkaninfo --summary` (names only) and SYCL's table as llama.cpp
 * prints it. For scripts: the probe itself asks the makers' tools and the engine, which know more.
 */
import type { Gpu, GpuReading } from '../../core/plan/hardware';
import { isIntegrated, reading, totalInBytes, vendorOf } from './reading';

/** "GPU id = 0 (AMD Radeon RX 7900 XTX (RADV NAVI31))", or the "deviceName = …" lines of the full summary. */
export function parseVulkanInfo(text: string): GpuReading {
	const listed = [...text.matchAll(/^\s*GPU id\s*=\s*\d+\s*\((.+)\)\s*$/gm)];
	const found = listed.length > 0 ? listed : [...text.matchAll(/^\s*deviceName\s*=[ \t]*(\S.*?)\s*$/gm)];
	const names = found.map(([, name = '']) => name).filter(each => !/llvmpipe|lavapipe|swiftshader/i.test(each));
	return reading(names.map(name => device(name, null)));
}

/** "| 0| [level_zero:gpu:0]| Intel Arc A770 Graphics| 12.55| 512| 1024| 32| 16225M| …|" */
export function parseSycl(text: string): GpuReading {
	const rows = [...text.matchAll(/^\|\s*\d+\s*\|\s*\[\w+:gpu:\d+\]\s*\|\s*([^|]+?)\s*\|.*?\|\s*(\d+)M\s*\|/gm)];
	return reading(rows.map(([, name = '', size]) => device(name, totalInBytes(size))));
}

/** Graphics in the processor states all of RAM as its memory, which is not its own. */
function device(name: string, statedBytes: number | null): Gpu {
	const unified = isIntegrated(name);
	const totalBytes = unified ? null : statedBytes;
	return {
		vendor: vendorOf(name),
		name,
		totalBytes,
		freeBytes: null,
		unified,
		problem: totalBytes === null ? 'memoryUnknown' : 'freeUnknown',
	};
}
