/** Finds the parser for a tool's output by the tool's name and the command line, for scripts and tests; the probe knows what it asked. */
import type { GpuReading } from '../../core/plan/hardware';
import { parseAmdSmi, parseRocmSmi, parseSysfs } from './amd';
import { parseSycl, parseVulkanInfo } from './devices';
import { parseSysctl, parseSystemProfiler } from './macos';
import { parseNvidiaSmi } from './nvidiaSmi';
import { nothing } from './reading';
import { parseDxdiag, parseRegistry, parseVideoController } from './windows';

export const tools = [
	'nvidia-smi',
	'rocm-smi',
	'amd-smi',
	'sysfs',
	'system_profiler',
	'sysctl',
	'powershell',
	'dxdiag',
	'vulkaninfo',
	'sycl-ls',
] as const;

export type Tool = (typeof tools)[number];

export function isTool(name: string): name is Tool {
	return tools.some(each => each === name);
}

export function parseTool(tool: Tool, command: string, output: string): GpuReading {
	const text = plain(output);
	switch (tool) {
		case 'nvidia-smi':
			return parseNvidiaSmi(text, command);
		case 'rocm-smi':
			return parseRocmSmi(text);
		case 'amd-smi':
			return parseAmdSmi(text);
		case 'sysfs':
			return parseSysfs(sysfsListing(text));
		case 'system_profiler':
			return parseSystemProfiler(text);
		case 'sysctl':
			return appleOf(text);
		case 'powershell':
			return /registry|qwMemorySize/i.test(command) ? parseRegistry(text) : parseVideoController(text);
		case 'dxdiag':
			return parseDxdiag(text);
		case 'vulkaninfo':
			return parseVulkanInfo(text);
		case 'sycl-ls':
			return parseSycl(text);
	}
}

/** Files that PowerShell wrote begin with a mark, or have two bytes a character; colours are for terminals. */
function plain(output: string): string {
	return output.replace(/\u001b\[[\d;]*m|[\u0000\ufeff\ufffd]/g, '');
}

/** A listing of "path, then content" lines, as `grep . mem_info_*` or a loop of `cat` prints it. */
function sysfsListing(text: string): { vendor: string; vramTotal: string | undefined; vramUsed: string | undefined }[] {
	const values = new Map<string, string>();
	for (const [, card = '', file = '', value = ''] of text.matchAll(/\/(card\d+)\/device\/(\w+)\s*[:\n]\s*(\S+)/g))
		values.set(`${card} ${file}`, value);
	const cards = new Set([...values.keys()].map(key => key.split(' ')[0] ?? ''));
	return [...cards].map(card => ({
		// Only amdgpu has these files.
		vendor: values.get(`${card} vendor`) ?? '0x1002',
		vramTotal: values.get(`${card} mem_info_vram_total`),
		vramUsed: values.get(`${card} mem_info_vram_used`),
	}));
}

/** sysctl alone tells an Apple machine's memory when the processor says that it is one. */
function appleOf(text: string): GpuReading {
	const brand = /machdep\.cpu\.brand_string\s*[:=]\s*(Apple .*?)\s*$/m.exec(text)?.[1];
	if (brand === undefined) return nothing;
	return parseSystemProfiler(JSON.stringify({ SPDisplaysDataType: [{ sppci_model: brand }] }), parseSysctl(text));
}
