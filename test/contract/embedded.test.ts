/** The embedded engine against the real runtime in a real child process, with the demo model. */
import * as os from 'node:os';
import * as path from 'node:path';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { engineContract } from './suite';

const repository = path.resolve(__dirname, '../../..');
const demoModelPath = path.join(repository, 'media/demo-model/demo.gguf');

engineContract('embedded', () => {
	const quiet = () => undefined;
	const engine = new EmbeddedEngine({
		childPath: path.join(repository, 'engine/dist/child.mjs'),
		modelFolders: () => [],
		demoModelPath,
		gpu: () => 'off',
		threads: () => 1,
		log: { debug: quiet, info: quiet, warn: quiet },
	});
	return Promise.resolve({
		engine,
		demoModelId: demoModelPath,
		loadOptions: { contextTokens: 2048 },
		expected: {
			countsExactly: true,
			promptCancelStops: { when: 'betweenBatches', because: 'the child evaluates a prompt in chunks of about 40 ms and looks for a cancel between them' },
			brokenOff: ['died'],
			away: [],
		},
		evaluating: () => once(engine.onDidStart),
		idle: async () => {
			while (!engine.isIdle) await once(engine.onDidFinish);
		},
		takeAway() {
			const { processId } = engine;
			if (processId === undefined) throw new Error('no process runs');
			process.kill(processId, os.constants.signals.SIGKILL);
			return Promise.resolve();
		},
		bringBack: () => Promise.resolve(), // it starts its process again by itself
		dispose: () => Promise.resolve(),
	});
});

function once(event: (listener: () => void) => { dispose(): void }): Promise<void> {
	return new Promise(resolve => {
		const listening = event(() => {
			listening.dispose();
			resolve();
		});
	});
}
