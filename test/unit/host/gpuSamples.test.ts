/** Every sample output of a GPU tool is read as its entry in the index says; sources in test/fixtures/gpu/README.md. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Gpu } from '../../../src/core/plan/hardware';
import { parseAmdSmi, parseRocmSmi } from '../../../src/host/gpu/amd';
import { parseSysctl } from '../../../src/host/gpu/macos';
import { isTool, parseTool } from '../../../src/host/gpu/parseTool';
import { parseAdapterUse } from '../../../src/host/gpu/windows';

interface Sample {
	readonly file: string;
	readonly tool: string;
	readonly command: string;
	readonly expected: Expected;
}

interface Expected {
	readonly gpus?: readonly ExpectedGpu[];
	readonly error?: string;
	readonly names?: readonly string[];
	readonly mig_devices?: number;
	readonly names_or_totals?: readonly (readonly string[])[];
	readonly entries?: readonly (readonly [string, number])[];
	readonly adapters?: Readonly<Record<string, number>>;
	readonly memsize?: number;
	readonly wired_limit_mb?: number;
	readonly free_bytes?: null;
	readonly reason?: string;
}

interface ExpectedGpu {
	readonly name?: string | null;
	readonly total_bytes?: number | null;
	readonly free_bytes?: number;
	readonly used_bytes?: number;
	readonly unified?: boolean;
	readonly integrated?: boolean;
	readonly capped?: boolean;
	readonly capped_or_4gb?: boolean;
	readonly adapter_ram?: number;
	readonly dedicated_mb?: number;
	readonly mig_devices?: number;
	readonly skip?: boolean;
}

const folder = path.resolve('test/fixtures/gpu');
const samples = JSON.parse(fs.readFileSync(path.join(folder, 'index.json'), 'utf8')) as Sample[];
const mebibyte = 1024 * 1024;

describe('GPU tool samples', () => {
	for (const sample of samples) it(`${sample.tool}: ${sample.file}`, () => check(sample));

	it('a product list and a memory list of rocm-smi together name the cards', () => {
		const both = (name: string) =>
			parseRocmSmi(`${read(`llmfit__rocm_smi_${name}__product.txt`)}\n${read(`llmfit__rocm_smi_${name}__vram.txt`)}`).gpus;
		assert.deepEqual(
			both('mixed_mi50s_generic_name_and_igpu').map(({ name, totalBytes, freeBytes, unified }) => [name, totalBytes, freeBytes, unified]),
			[
				['AMD Radeon Graphics', 34342961152, 34342961152 - 25227759616, false],
				['AMD Instinct MI60 / MI50', 17163091968, 17163091968 - 7695077376, false],
				['AMD Radeon Graphics', 536870912, 536870912 - 18165760, true],
			],
		);
		assert.deepEqual(
			both('tabular_identical_gpus').map(({ name, freeBytes }) => [name, freeBytes]),
			[
				['Instinct MI60 / MI50', 34342961152 - 16893952],
				['Instinct MI60 / MI50', 34342961152 - 33678336],
			],
		);
		assert.deepEqual(
			both('na_product_name_falls_back').map(({ name, unified }) => [name, unified]),
			[['AMD GPU gfx1151', true]],
		);
	});

	it('text that is not the tool’s gives no GPU and no number, whatever it is', () => {
		const texts = [
			'',
			'\n',
			'command not found',
			'{',
			'{}',
			'[]',
			'null',
			'<html><body>502</body></html>',
			'\u0000\u0001',
			'0, 0, 0',
			'a, b, c',
			'[N/A], [N/A]',
			'"',
			'GPU[0]',
			'|||',
			'x'.repeat(100_000),
		];
		for (const tool of ['nvidia-smi', 'rocm-smi', 'amd-smi', 'sysfs', 'system_profiler', 'sysctl', 'powershell', 'dxdiag']) {
			for (const text of texts) {
				assert.ok(isTool(tool));
				const figures = parseTool(tool, '', text).gpus.flatMap(({ totalBytes, freeBytes }) => [totalBytes, freeBytes]);
				assert.deepEqual(
					figures.filter(each => each !== null),
					[],
					`${tool}: ${text.slice(0, 20)}`,
				);
			}
		}
	});

	it('a sample cut anywhere never throws', () => {
		for (const { tool, command, file } of samples) {
			if (!isTool(tool)) continue;
			const text = read(file);
			for (let length = 0; length < Math.min(text.length, 3000); length += 97) parseTool(tool, command, text.slice(0, length));
		}
	});
});

function check(sample: Sample): void {
	const { tool, command, file, expected } = sample;
	// rocm-smi is asked for names and memory at once; these captures are of two calls.
	const text = file.endsWith('__vram.txt') ? `${read(file.replace('__vram', '__product'))}\n${read(file)}` : read(file);
	if (expected.adapters !== undefined) return assert.deepEqual(Object.fromEntries(parseAdapterUse(text)), expected.adapters);
	if (tool === 'sysctl') return checkSysctl(text, expected);
	assert.ok(isTool(tool), tool);
	const { gpus, notes } = parseTool(tool, file.includes('registry') ? 'registry' : command, text);
	if (expected.error !== undefined) {
		assert.deepEqual([gpus, notes.map(({ key }) => key)], [[], errorNotes[expected.error]]);
		return undefined;
	}
	if (expected.free_bytes === null)
		assert.deepEqual(
			gpus.map(({ freeBytes, problem }) => [freeBytes, problem]),
			[[null, 'noPermission']],
		);
	if (expected.names !== undefined) checkNames(gpus, expected);
	if (expected.names_or_totals !== undefined) checkTotals(gpus, expected.names_or_totals, file.endsWith('__q.txt'));
	if (expected.entries !== undefined)
		assert.deepEqual(
			gpus.map(({ name, totalBytes }) => [name, totalBytes]),
			expected.entries,
		);
	// A listing of one file does not say which card it is of.
	const told = tool === 'sysfs' ? expected.gpus?.map(({ total_bytes }) => ({ total_bytes })) : expected.gpus;
	if (told !== undefined)
		checkGpus(
			gpus,
			told.filter((each: ExpectedGpu) => each.skip !== true),
		);
	return undefined;
}

const errorNotes: Readonly<Record<string, readonly string[]>> = {
	driver_library_mismatch: ['driverMismatch'],
	gpu_access_blocked: ['blockedBySystem'],
	no_devices: [],
};

function checkSysctl(text: string, expected: Expected): void {
	const facts = parseSysctl(text);
	const limit = expected.wired_limit_mb ?? 0;
	assert.equal(facts.wiredLimitBytes, limit === 0 ? null : limit * mebibyte);
	if (expected.memsize !== undefined) assert.equal(facts.memoryBytes, expected.memsize);
}

function checkNames(gpus: readonly Gpu[], { names = [], mig_devices: slices = 0 }: Expected): void {
	const plain = (name: string) => name.replace(/^\(.*\)$|\s*\(.*/, '');
	// What the index says in brackets is about the card, not its name.
	assert.deepEqual(
		gpus.map(({ name }, index) =>
			plain(names[index] ?? '') === '' || names[index]?.includes('iGPU') ? plain(names[index] ?? '') : plain(name),
		),
		names.map(plain),
	);
	assert.equal(gpus.flatMap(each => each.slices ?? []).length, slices);
}

/** The table and the long report, as [used, total] or [total, reserved, used, free] of the cards and their slices. */
function checkTotals(gpus: readonly Gpu[], figures: readonly (readonly string[])[], isReport: boolean): void {
	const mib = (text: string | undefined) => Number.parseInt(text ?? '', 10) * mebibyte;
	const found = gpus
		.flatMap(gpu => [gpu, ...(gpu.slices ?? [])])
		.map(({ totalBytes, freeBytes }) => `${totalBytes} ${isReport ? freeBytes : ''}`);
	const wanted = figures.map(row => `${mib(isReport ? row[0] : row[1])} ${isReport ? mib(row[3]) : ''}`);
	// The list has the tables' BAR1 rows too, which are no memory of the card.
	assert.deepEqual(
		found.filter(each => !wanted.includes(each)),
		[],
	);
	assert.ok(gpus.length >= 1 && gpus.every(({ name }) => name.includes('NVIDIA')));
	if (isReport) assert.equal(found.length, wanted.length);
}

function checkGpus(gpus: readonly Gpu[], expected: readonly ExpectedGpu[]): void {
	assert.equal(gpus.length, expected.length);
	expected.forEach((each, index) => {
		const gpu = gpus[index];
		assert.ok(gpu);
		if (typeof each.name === 'string' && !/^\(|\(|^0x/.test(each.name)) assert.equal(gpu.name, each.name);
		const capped =
			each.capped === true || each.capped_or_4gb === true || ((each.adapter_ram ?? 0) >= 4293918720 && (each.adapter_ram ?? 0) < 2 ** 32);
		if (capped) assert.deepEqual([gpu.totalBytes, gpu.problem], [null, 'capped']);
		else if (each.adapter_ram !== undefined) assert.equal(gpu.totalBytes, each.adapter_ram);
		if (each.dedicated_mb !== undefined) assert.equal(gpu.totalBytes, each.dedicated_mb * mebibyte);
		if (each.total_bytes !== undefined) assert.equal(gpu.totalBytes, each.total_bytes);
		if (each.free_bytes !== undefined) assert.equal(gpu.freeBytes, each.free_bytes);
		if (each.used_bytes !== undefined && typeof each.total_bytes === 'number')
			assert.equal(gpu.freeBytes, each.total_bytes - each.used_bytes);
		if (each.unified === true || each.integrated === true) assert.equal(gpu.unified, true);
		if (each.mig_devices !== undefined) assert.equal(gpu.slices?.length ?? 0, each.mig_devices);
	});
}

function read(file: string): string {
	return fs.readFileSync(path.join(folder, file), 'utf8');
}

describe('amd-smi', () => {
	it('takes the names from the second answer', () => {
		const metric = '[{"gpu": 0, "mem_usage": {"total_vram": {"value": 24560, "unit": "MB"}, "used_vram": {"value": 560, "unit": "MB"}}}]';
		const asic = '[{"gpu": 0, "asic": {"market_name": "AMD Radeon RX 7900 XTX"}}]';
		assert.deepEqual(parseAmdSmi(metric, asic).gpus, [
			{ vendor: 'amd', name: 'AMD Radeon RX 7900 XTX', totalBytes: 24560 * mebibyte, freeBytes: 24000 * mebibyte, unified: false },
		]);
	});
});
