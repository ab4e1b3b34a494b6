import assert from 'node:assert/strict';
import { BatteryPause } from '../../../src/editor/status/batteryPause';
import { Pause } from '../../../src/editor/status/pause';

/** A machine whose plug the test holds. */
function laptop() {
	const machine = { isOnBattery: true, isWanted: true, time: 0, looks: 0 };
	const pause = new Pause();
	const battery = new BatteryPause({
		pause,
		isWanted: () => machine.isWanted,
		isOnBattery: () => (machine.looks++, Promise.resolve(machine.isOnBattery)),
		now: () => machine.time,
	});
	const completion = async (secondsLater: number) => {
		machine.time += secondsLater * 1000;
		battery.look();
		await Promise.resolve();
		await Promise.resolve();
		return pause.state;
	};
	return { machine, pause, completion };
}

describe('pausing on battery', () => {
	it('begins and ends with the plug, and looks at most twice a minute', async () => {
		const { machine, completion } = laptop();
		assert.deepEqual(await completion(0), { isForBattery: true });
		machine.isOnBattery = false;
		assert.deepEqual(await completion(10), { isForBattery: true });
		assert.equal(machine.looks, 1);
		assert.equal(await completion(25), undefined);
		assert.equal(machine.looks, 2);
	});

	it('is not done, and nothing is looked at, unless it is wanted', async () => {
		const { machine, completion } = laptop();
		machine.isWanted = false;
		assert.equal(await completion(0), undefined);
		assert.equal(machine.looks, 0);
		machine.isWanted = true;
		assert.deepEqual(await completion(1), { isForBattery: true });
		machine.isWanted = false;
		assert.equal(await completion(1), undefined);
	});

	it('is overruled by resuming, until the plug has been in', async () => {
		const { machine, pause, completion } = laptop();
		await completion(0);
		pause.toggle();
		assert.equal(await completion(60), undefined);
		machine.isOnBattery = false;
		assert.equal(await completion(60), undefined);
		machine.isOnBattery = true;
		assert.deepEqual(await completion(60), { isForBattery: true });
	});

	it('leaves a pause and a snooze of the user as they are', async () => {
		const { machine, pause, completion } = laptop();
		pause.toggle();
		assert.deepEqual(await completion(0), {});
		machine.isOnBattery = false;
		assert.deepEqual(await completion(60), {});
		pause.snooze(5);
		assert.ok((await completion(60))?.until);
		pause.dispose();
	});
});
