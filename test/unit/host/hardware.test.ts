/** The probe on machines that are described by what their tools print and their files hold. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describeNote, type Gpu } from '../../../src/core/plan/hardware';
import { probeHardware, type ProbeDeps } from '../../../src/host/hardware';
import { workingSetBytes } from '../../../src/host/gpu/macos';
import { limitsOf, physicalCoresIn } from '../../../src/host/memoryLimits';
import { runTool, type ToolOutput } from '../../../src/host/run';

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;
const missing: ToolOutput = { text: '', failure: 'missing' };

describe('hardware probe', () => {
	it('a PC with an NVIDIA card: name, total and free from nvidia-smi, RAM from meminfo, cores from cpuinfo', async () => {
		const hardware = await probe({
			tools: { 'nvidia-smi': 'NVIDIA GeForce RTX 3070, 8192, 7373, [N/A]\n' },
			files: { '/proc/meminfo': 'MemTotal: 32768000 kB\nMemAvailable:   20000000 kB\n', '/proc/cpuinfo': cpuinfo(8) },
		});
		assert.deepEqual(hardware.gpus, [
			{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 3070', totalBytes: 8192 * mebibyte, freeBytes: 7373 * mebibyte, unified: false },
		]);
		assert.deepEqual([hardware.ram.freeBytes, hardware.cores, hardware.notes], [20_480_000_000, 8, []]);
	});

	it('an old driver that refuses a field is asked again without it', async () => {
		const asked: string[] = [];
		const run = (command: string, parameters: readonly string[]) => {
			asked.push([command, ...parameters].join(' '));
			if (command !== 'nvidia-smi') return Promise.resolve(missing);
			const isOld = parameters[0]?.includes('mig.mode') === true;
			return Promise.resolve<ToolOutput>(
				isOld
					? { text: 'Field "mig.mode.current" is not a valid field to query.', failure: 'failed' }
					: { text: 'Tesla K80, 11441, 11400' },
			);
		};
		const { gpus } = await probeHardware({ ...bare, run });
		assert.deepEqual(
			gpus.map(({ name, freeBytes }) => [name, freeBytes]),
			[['Tesla K80', 11400 * mebibyte]],
		);
		assert.equal(asked.filter(each => each.startsWith('nvidia-smi')).length, 2);
	});

	it('a card with MIG is asked for its slices', async () => {
		const run = (command: string, parameters: readonly string[]) =>
			Promise.resolve(
				command !== 'nvidia-smi'
					? missing
					: {
							text: parameters.includes('-x')
								? sample('telegraf__nvidia-smi-xml__a100-sxm4-v12.xml')
								: 'NVIDIA A100-SXM4-80GB, 81920, 80999, Enabled',
						},
			);
		const { gpus, notes } = await probeHardware({ ...bare, run });
		assert.deepEqual(
			gpus[0]?.slices?.map(({ totalBytes }) => totalBytes),
			[1, 2, 3, 4].map(() => 19968 * mebibyte),
		);
		assert.equal(notes[0]?.key, 'sliced');
	});

	it('driver mismatch, WSL without access, no devices: no GPU, and a sentence where there is something to do', async () => {
		const notesFor = async (text: string) => (await probe({ tools: { 'nvidia-smi': text } })).notes.map(describeNote);
		assert.match((await notesFor(sample('web__nvidia_driver_mismatch.txt'))).join(), /restart the machine/);
		assert.match((await notesFor(sample('web__nvidia_wsl_blocked.txt'))).join(), /operating system blocks access/);
		assert.match(
			(await notesFor("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")).join(),
			/driver does not run/,
		);
		assert.deepEqual(await notesFor('No devices were found'), []);
	});

	it('a laptop with two makers’ GPUs lists both, each from its own tool', async () => {
		const { gpus } = await probe({
			tools: { 'nvidia-smi': 'NVIDIA GeForce RTX 4060 Laptop GPU, 8188, 7800, [N/A]' },
			folders: { '/sys/class/drm': ['card0', 'card1', 'card1-HDMI-A-1', 'version'] },
			files: {
				'/sys/class/drm/card1/device/vendor': '0x1002\n',
				'/sys/class/drm/card1/device/device': '0x15bf\n',
				'/sys/class/drm/card1/device/mem_info_vram_total': '536870912\n',
				'/sys/class/drm/card1/device/mem_info_vram_used': '100000000\n',
			},
		});
		assert.deepEqual(
			gpus.map(({ vendor, unified }) => [vendor, unified]),
			[
				['nvidia', false],
				['amd', true],
			],
		);
	});

	it('Windows takes nvidia-smi from the driver store and other cards from the registry, once each', async () => {
		const store = 'C:\\Windows\\System32\\DriverStore\\FileRepository';
		const tool = `${store}\\nv_dispi.inf_amd64_b\\nvidia-smi.exe`;
		const { gpus } = await probe({
			platform: 'win32',
			tools: {
				[tool]: 'NVIDIA GeForce RTX 4070, 12282, 11000, [N/A]',
				'powershell.exe': 'NVIDIA GeForce RTX 4070|12878610432\r\nAMD Radeon PRO V710|30064771072\r\n',
			},
			files: { [tool]: 'MZ' },
			folders: { [store]: ['ntprint.inf_amd64_a', 'nv_dispi.inf_amd64_a', 'nv_dispi.inf_amd64_b'] },
		});
		assert.deepEqual(
			gpus.map(({ name, freeBytes, problem }) => [name, freeBytes, problem]),
			[
				['NVIDIA GeForce RTX 4070', 11000 * mebibyte, undefined],
				['AMD Radeon PRO V710', null, 'freeUnknown'],
			],
		);
	});

	it('Apple silicon: the working set is the total, free RAM bounds what is free', async () => {
		const hardware = await probe({
			platform: 'darwin',
			total: 16 * gibibyte,
			tools: {
				system_profiler: sample('web__sp_m4.json'),
				sysctl: `hw.memsize: ${16 * gibibyte}\nhw.physicalcpu: 10\niogpu.wired_limit_mb: 0\n`,
				vm_stat:
					'Mach Virtual Memory Statistics: (page size of 16384 bytes)\nPages free:  100000.\nPages active: 500000.\nPages inactive: 200000.\nPages speculative: 1000.\nPages purgeable: 2000.\n',
			},
		});
		const free = 303_000 * 16384;
		assert.deepEqual(hardware.gpus, [
			{ vendor: 'apple', name: 'Apple M4', totalBytes: workingSetBytes(16 * gibibyte), freeBytes: free, unified: true },
		]);
		assert.deepEqual([hardware.ram.freeBytes, hardware.cores], [free, 10]);
		assert.equal(Math.round(workingSetBytes(16 * gibibyte) / mebibyte), 10923);
		const limited = await probe({
			platform: 'darwin',
			total: 128 * gibibyte,
			tools: { system_profiler: sample('web__sp_m3max.json'), sysctl: `hw.memsize: ${128 * gibibyte}\niogpu.wired_limit_mb: 118000\n` },
		});
		assert.equal(limited.gpus[0]?.totalBytes, 118000 * mebibyte);
	});

	it('the engine’s own figures replace the tool’s, and end its doubts', async () => {
		const engine: Gpu = {
			vendor: 'amd',
			name: 'AMD Radeon RX 7800 XT (RADV NAVI32)',
			totalBytes: 16 * gibibyte,
			freeBytes: 15 * gibibyte,
			unified: false,
		};
		const { gpus, notes } = await probe({
			platform: 'win32',
			tools: { 'powershell.exe': 'AMD Radeon RX 7800 XT|17163091968' },
			engine: () => Promise.resolve([engine]),
		});
		assert.deepEqual(gpus, [{ ...engine, name: 'AMD Radeon RX 7800 XT' }]);
		assert.deepEqual(notes, []);
	});

	it('nothing that fails, throws or hangs stops the probe', async () => {
		const thrown = await probeHardware({
			...bare,
			run: () => Promise.reject(new Error('no')),
			readFile: () => Promise.reject(new Error('no')),
			listFolder: () => Promise.reject(new Error('no')),
			engineDevices: () => Promise.reject(new Error('no')),
		});
		assert.deepEqual([thrown.gpus, thrown.ram.totalBytes], [[], 8 * gibibyte]);
		const hanging = await probe({ engine: () => new Promise(() => undefined) });
		assert.deepEqual(hanging.gpus, []);
	});

	it('this machine is measured, whatever it is', async () => {
		const { ram, cores, gpus } = await probeHardware();
		assert.ok(ram.totalBytes > 0 && ram.freeBytes > 0 && ram.freeBytes <= ram.totalBytes && cores >= 1);
		for (const { totalBytes, freeBytes } of gpus) assert.ok(totalBytes === null || freeBytes === null || freeBytes <= totalBytes);
	});
});

describe('running a tool', () => {
	it('gives the output, says when there is no such tool, and when it failed', async () => {
		assert.deepEqual(await runTool(process.execPath, ['-e', 'console.log(1 + 1)']), { text: '2\n' });
		assert.equal((await runTool('no-such-tool-anywhere', [])).failure, 'missing');
		assert.deepEqual(await runTool(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(9)']), {
			text: 'out\n\nerr\n',
			failure: 'failed',
		});
	});

	it('ends a tool that hangs', async () => {
		assert.equal((await runTool(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])).failure, 'timeout');
	}).timeout(15_000);
});

describe('limits of a container', () => {
	const machine = { totalBytes: 64 * gibibyte, freeBytes: 40 * gibibyte, logicalCores: 16 };

	it('cgroup v2: memory and cores are what the container may use, caches count as free', () => {
		const { ram, cores, notes } = limitsOf({
			...machine,
			cgroup: {
				memoryMax: `${8 * gibibyte}\n`,
				memoryCurrent: `${6 * gibibyte}\n`,
				memoryStat: `anon 1\ninactive_file ${2 * gibibyte}\n`,
				cpuMax: '250000 100000\n',
			},
		});
		assert.deepEqual([ram.totalBytes / gibibyte, ram.freeBytes / gibibyte, cores], [8, 4, 2]);
		assert.deepEqual(notes.map(describeNote), [
			'This container may use 8.0 GiB of the 64.0 GiB of memory in the machine.',
			'This container may use 2.5 of 16 cores.',
		]);
	});

	it('no limit is "max", and in version 1 a number near 2^63', () => {
		for (const memoryMax of ['max\n', '9223372036854771712\n', undefined, '']) {
			const { ram, notes } = limitsOf({ ...machine, cgroup: { memoryMax, cpuMax: 'max 100000' } });
			assert.deepEqual([ram.totalBytes, ram.freeBytes, notes], [64 * gibibyte, 40 * gibibyte, []]);
		}
	});

	it('counts physical cores, not threads', () => {
		assert.equal(physicalCoresIn(cpuinfo(6)), 6);
		assert.equal(physicalCoresIn('processor : 0\nBogoMIPS : 48.00\n'), undefined);
		assert.equal(limitsOf(machine).cores, 8);
	});
});

interface Described {
	readonly platform?: NodeJS.Platform;
	readonly total?: number;
	readonly tools?: Readonly<Record<string, string>>;
	readonly files?: Readonly<Record<string, string>>;
	readonly folders?: Readonly<Record<string, readonly string[]>>;
	readonly engine?: () => Promise<readonly Gpu[]>;
}

const bare: ProbeDeps = {
	platform: 'linux',
	run: () => Promise.resolve(missing),
	readFile: () => Promise.resolve(undefined),
	listFolder: () => Promise.resolve([]),
	machine: () => ({ totalBytes: 8 * gibibyte, freeBytes: 4 * gibibyte, logicalCores: 4 }),
	environment: { SystemRoot: 'C:\\Windows' },
};

function probe({ platform = 'linux', total = 32 * gibibyte, tools = {}, files = {}, folders = {}, engine }: Described) {
	return probeHardware({
		...bare,
		platform,
		run: command => Promise.resolve(tools[command] === undefined ? missing : { text: tools[command] }),
		readFile: file => Promise.resolve(files[file]),
		listFolder: folder => Promise.resolve(folders[folder] ?? []),
		machine: () => ({ totalBytes: total, freeBytes: total / 2, logicalCores: 8 }),
		engineDevices: engine,
	});
}

function cpuinfo(cores: number): string {
	return Array.from(
		{ length: 2 * cores },
		(_, thread) => `processor\t: ${thread}\nphysical id\t: 0\ncore id\t\t: ${thread % cores}\n`,
	).join('\n');
}

function sample(file: string): string {
	return fs.readFileSync(path.resolve('test/fixtures/gpu', file), 'utf8');
}
