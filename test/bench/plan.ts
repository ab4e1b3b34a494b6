/**
 * What looking at the machine and planning cost at startup: the time of our own process, without the tools it waits for, each in a fresh process,
 * since it is done once. `npm run bench:plan` prints the middle and the slowest of 20.
 */
import { execFileSync } from 'node:child_process';
import { makePlan } from '../../src/core/plan/makePlan';
import { probeHardware } from '../../src/host/hardware';
import { abilities, defaultReserveBytes, hardwareFrom } from '../../src/lab/plan';
import { Options } from '../../src/lab/options';
import { machine, percentile, rounded, table, writeJson } from './statistics';

const processes = 20;

if (process.env.DEEPSEEK_CODER_BENCH_ONE === '1') await measureOne();
else measureAll();

async function measureOne(): Promise<void> {
	// The loop's clock runs from its first turn on.
	await new Promise(setImmediate);
	const before = performance.eventLoopUtilization();
	await probeHardware();
	const { active: probe } = performance.eventLoopUtilization(before);
	const options = new Options(['--vram-gib', '12', '--ram-gib', '32'], ['vram-gib', 'ram-gib', 'gpu', 'free-gib', 'ram-free-gib', 'cores']);
	const described = hardwareFrom(options);
	const start = performance.now();
	makePlan(described, [], { reserveBytes: defaultReserveBytes, abilities });
	console.log(JSON.stringify({ probe, plan: performance.now() - start }));
}

function measureAll(): void {
	const env = { ...process.env, DEEPSEEK_CODER_BENCH_ONE: '1' };
	const runs = Array.from({ length: processes }, () => {
		const text = execFileSync(process.execPath, [process.argv[1] ?? ''], { env, encoding: 'utf8' });
		const { probe, plan } = JSON.parse(text) as { readonly probe: number; readonly plan: number };
		return { probe, plan, both: probe + plan };
	});
	const parts = ['probe', 'plan', 'both'] as const;
	const rows = parts.map(part => {
		const values = runs.map(each => each[part]);
		return [part, ...[0.5, 1].map(share => rounded(percentile(values, share), 1))];
	});
	console.log(`${table(['own time, cold', 'median ms', 'slowest ms'], rows)}\n${machine()}`);
	writeJson('out/bench/plan.json', runs);
}
