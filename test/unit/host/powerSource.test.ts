import assert from 'node:assert/strict';
import {
	powerSourceOfPmset,
	powerSourceOfSupplies,
	powerSourceOfWindows,
	readPowerSource,
	type PowerSupply,
} from '../../../src/host/powerSource';

const mains = (online: '0' | '1'): PowerSupply => ({ type: 'Mains', online, status: '', scope: '' });
const battery = (status: string): PowerSupply => ({ type: 'Battery', online: '', status, scope: '' });
const usbC = (online: '0' | '1'): PowerSupply => ({ type: 'USB', online, status: '', scope: '' });
const mouse: PowerSupply = { type: 'Battery', online: '1', status: 'Discharging', scope: 'Device' };

describe('the power source', () => {
	it('is read on Linux from what each supply says', () => {
		assert.equal(powerSourceOfSupplies([mains('0'), battery('Discharging')]), 'battery');
		assert.equal(powerSourceOfSupplies([mains('1'), battery('Charging')]), 'mains');
		assert.equal(powerSourceOfSupplies([mains('1'), battery('Discharging')]), 'mains', 'a weak charger');
		assert.equal(powerSourceOfSupplies([usbC('1'), mains('0'), battery('Full')]), 'mains', 'charged over USB-C');
		assert.equal(powerSourceOfSupplies([battery('Discharging'), battery('Unknown')]), 'battery', 'two batteries, no adapter known');
		assert.equal(powerSourceOfSupplies([battery('Not charging')]), 'mains', 'kept at a charge limit');
	});

	it('is the mains for a desktop, whatever its mouse says', () => {
		assert.equal(powerSourceOfSupplies([]), 'mains');
		assert.equal(powerSourceOfSupplies([mouse]), 'mains');
	});

	it('is read on macOS from pmset', () => {
		const laptop = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4653155)\t82%; discharging; 4:31 remaining present: true\n";
		const charging = "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4653155)\t97%; charging; 0:21 remaining present: true\n";
		assert.equal(powerSourceOfPmset(laptop), 'battery');
		assert.equal(powerSourceOfPmset(charging), 'mains');
		assert.equal(powerSourceOfPmset("Now drawing from 'AC Power'\n"), 'mains', 'a desktop');
	});

	it('is read on Windows from the power line status', () => {
		assert.equal(powerSourceOfWindows('Offline\r\n'), 'battery');
		assert.equal(powerSourceOfWindows('Online\r\n'), 'mains');
		assert.equal(powerSourceOfWindows('Unknown\r\n'), 'mains');
		assert.equal(powerSourceOfWindows(''), 'mains');
	});

	it('is the mains where the tool is missing, or the system is another', async () => {
		const run = () => Promise.resolve({ text: '', failure: 'missing' as const });
		const supplies = () => Promise.resolve([battery('Discharging')]);
		for (const platform of ['darwin', 'win32', 'freebsd'] as const)
			assert.equal(await readPowerSource({ platform, run, supplies }), 'mains');
		assert.equal(await readPowerSource({ platform: 'linux', run, supplies }), 'battery');
	});

	it('can be read on this machine', async () => {
		assert.match(await readPowerSource(), /^(?:mains|battery)$/);
	});
});
