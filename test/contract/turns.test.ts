/** Two models that take turns in the real runtime: only one is in the process's memory, and both answer whenever they are asked. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { InstalledModel, Role } from '../../src/core/engine/engine';
import type { Post } from '../../src/core/engine/post';
import { Roster } from '../../src/core/engine/roster';
import type { ServedModel } from '../../src/core/engine/servedModel';
import { SpeedMeter } from '../../src/core/metrics/speedMeter';
import { fillInTheMiddle } from '../../src/core/models/dialect';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { collect } from '../support/collect';

const never = new AbortController().signal;
const demo = path.resolve('media/demo-model/demo.gguf');

describe('models that take turns in the built-in engine', function () {
	this.timeout(120_000);
	let folder: string;
	let engine: EmbeddedEngine;

	before(async () => {
		folder = await fs.mkdtemp(path.join(os.tmpdir(), 'turns-'));
		for (const kind of ['base', 'instruct']) await fs.copyFile(demo, path.join(folder, `deepseek-coder-1.3b-${kind}.Q8_0.gguf`));
		engine = new EmbeddedEngine({
			childPath: path.resolve('engine/dist/child.mjs'),
			modelFolders: () => [folder],
			demoModelPath: demo,
			gpu: () => 'off',
			threads: () => 1,
			log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
		});
	});
	after(async () => {
		engine.dispose();
		await fs.rm(folder, { recursive: true });
	});

	it('complete and chat one after the other, again and again', async () => {
		let now = 0;
		const roster = new Roster(new SpeedMeter(() => performance.now()), () => now);
		const models = await engine.models(never);
		const post = (kind: string, role: Role): Post => {
			const model: InstalledModel = models.find(({ id }) => id.includes(kind)) ?? assert.fail(kind);
			return { engine, model, options: { contextTokens: 512, roles: [role] } };
		};
		await roster.assign({ completion: post('base', 'completion'), chat: post('instruct', 'chat') }, true);
		for (let round = 0; round < 3; round++) {
			for (const role of ['completion', 'chat'] as const) {
				const served = (await roster.serve(role, never)) ?? assert.fail(`no model for ${role}`);
				assert.match(await answer(served), /a \+ b/);
				assert.deepEqual(
					roster.loaded.map(({ post: { model } }) => model.id),
					[served.loaded.installed.id],
				);
				now += 60_000;
			}
		}
	});
});

async function answer(served: ServedModel): Promise<string> {
	const prompt = fillInTheMiddle('coderV1', 'function add(a: number, b: number): number {\n\treturn ', ';\n}\n') ?? assert.fail();
	const request = { prompt, maxTokens: 12, temperature: 0, stop: ['\n'] };
	return (await collect(served.generate(request, never))).text;
}
