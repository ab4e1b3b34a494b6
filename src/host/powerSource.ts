/** Whether the machine runs from its battery, as its system says. A machine that has none, or says nothing, is taken to run from the mains. */
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { runTool, type RunTool } from './run';

export type PowerSource = 'mains' | 'battery';

export interface PowerDeps {
	readonly platform: NodeJS.Platform;
	readonly run: RunTool;
	/** What Linux says of each supply: its folder's files by name. */
	readonly supplies: () => Promise<readonly PowerSupply[]>;
}

/** One folder of /sys/class/power_supply; absent files are empty. */
export interface PowerSupply {
	/** "Mains", "Battery", "USB", "UPS", "Wireless" */
	readonly type: string;
	/** "1" when it feeds the machine; batteries have none. */
	readonly online: string;
	/** "Discharging", "Charging", "Full", "Not charging", "Unknown" */
	readonly status: string;
	/** "Device" is the battery of a mouse or a headset. */
	readonly scope: string;
}

export async function readPowerSource(deps: PowerDeps = onThisMachine): Promise<PowerSource> {
	const { platform, run, supplies } = deps;
	if (platform === 'linux') return powerSourceOfSupplies(await supplies());
	if (platform === 'darwin') return powerSourceOfPmset((await run('pmset', ['-g', 'batt'])).text);
	if (platform === 'win32') return powerSourceOfWindows((await run('powershell.exe', windowsParameters)).text);
	return 'mains';
}

export function powerSourceOfSupplies(supplies: readonly PowerSupply[]): PowerSource {
	const own = supplies.filter(({ scope }) => scope !== 'Device');
	if (own.some(({ type, online }) => type !== 'Battery' && online === '1')) return 'mains';
	return own.some(({ type, status }) => type === 'Battery' && status === 'Discharging') ? 'battery' : 'mains';
}

/** Its first line says what it is drawing from: Battery Power, AC Power or UPS Power, in quotes. */
export function powerSourceOfPmset(output: string): PowerSource {
	return /^Now drawing from .Battery Power/m.test(output) ? 'battery' : 'mains';
}

/** One word: "Online", "Offline" or "Unknown". */
export function powerSourceOfWindows(output: string): PowerSource {
	return output.trim() === 'Offline' ? 'battery' : 'mains';
}

const windowsScript =
	'Add-Type -AssemblyName System.Windows.Forms; [string][System.Windows.Forms.SystemInformation]::PowerStatus.PowerLineStatus';
const windowsParameters = ['-NoProfile', '-NonInteractive', '-Command', windowsScript];

const onThisMachine: PowerDeps = { platform: process.platform, run: runTool, supplies: readSupplies };

async function readSupplies(): Promise<readonly PowerSupply[]> {
	const folder = '/sys/class/power_supply';
	const names = await fs.readdir(folder).catch(() => []);
	const read = (name: string, file: string) => fs.readFile(path.join(folder, name, file), 'utf8').then(trimmed, () => '');
	return Promise.all(
		names.map(async name => ({
			type: await read(name, 'type'),
			online: await read(name, 'online'),
			status: await read(name, 'status'),
			scope: await read(name, 'scope'),
		})),
	);
}

function trimmed(text: string): string {
	return text.trim();
}
