/** What the parsers of all GPU tools share: sizes with units, vendors by name, and the reading of nothing. */
import type { Gpu, GpuReading, GpuVendor, HardwareNote } from '../../core/plan/hardware';

export const nothing: GpuReading = { gpus: [], notes: [] };

export const mebibyte = 1024 * 1024;

export function reading(gpus: readonly Gpu[], notes: readonly HardwareNote[] = []): GpuReading {
	const problems = gpus.flatMap(({ name, problem }): HardwareNote[] =>
		problem === undefined ? [] : [{ key: problem, parameters: [name] }],
	);
	return { gpus, notes: [...notes, ...problems] };
}

/**
 * "8192 MiB", "8 GB", "8192" (in `unit`): bytes. GPU tools mean powers of two also where they write MB and GB.
 * Zero, "[N/A]", "Not Supported" and anything else that is no size give `null`.
 */
export function sizeInBytes(text: string | undefined, unit: 'B' | 'MiB' = 'MiB'): number | null {
	const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]i?B|B|bytes)?\s*$/i.exec(text ?? '');
	if (match?.[1] === undefined) return null;
	// "8.192 MB" is 8192 with a separator of thousands, or it is not: no guess.
	if (/\.\d{3}$/.test(match[1]) && !/^[GT]/i.test(match[2] ?? unit)) return null;
	const factor = factors[(match[2]?.[0] ?? unit[0] ?? 'B').toUpperCase()] ?? 1;
	const bytes = Math.round(Number(match[1]) * factor);
	return Number.isSafeInteger(bytes) ? bytes : null;
}

const factors: Readonly<Record<string, number>> = { B: 1, K: 1024, M: mebibyte, G: 1024 * mebibyte, T: 1024 * 1024 * mebibyte };

/** The same, for a total: a card without memory is a card whose memory is not known. */
export function totalInBytes(text: string | undefined, unit: 'B' | 'MiB' = 'MiB'): number | null {
	const bytes = sizeInBytes(text, unit);
	return bytes === 0 ? null : bytes;
}

export function vendorOf(text: string): GpuVendor {
	if (/nvidia|geforce|quadro|tesla|rtx|gtx/i.test(text)) return 'nvidia';
	if (/apple/i.test(text)) return 'apple';
	if (/amd|radeon|advanced micro|instinct|firepro/i.test(text)) return 'amd';
	if (/intel|iris|uhd graphics|\barc\b/i.test(text)) return 'intel';
	return 'other';
}

/** Graphics built into the processor: it draws on RAM, and what it calls its own memory is a small part cut out of it. */
export function isIntegrated(name: string): boolean {
	if (/\bgfx(90c|902|909|103[5-9]|110[3-9]|115\d)\b/.test(name)) return true;
	return /^(?:amd )?(?:ati )?radeon(?:\(tm\))?\s+(?:(?:rx )?vega \d+ )?(?:\d{3,4}[ms]s? )?graphics|radeon (?:6|7|8)\d0m|intel.*(?:hd|uhd|iris).*|vega \d+ mobile|intel\(r\) graphics/i.test(
		name,
	);
}

/** A name that says nothing: "N/A", an id in hexadecimal, nothing at all. */
export function isNameless(name: string | undefined): boolean {
	return name === undefined || /^\s*(?:\[?n\/a\]?|unknown.*|0x[0-9a-f]+)?\s*$/i.test(name);
}
