import assert from 'node:assert/strict';
import type { LoadedModel } from '../../../src/core/engine/engine';
import type { ServedModel } from '../../../src/core/engine/servedModel';
import { makePlan } from '../../../src/core/plan/makePlan';
import { compareLoad, LoadCheck } from '../../../src/editor/plan/loadCheck';
import { base, oneCard, settings } from './plan/machines';

const plan = makePlan(oneCard, [base], settings);
const { bytes } = plan.now.completes!;
const signal = new AbortController().signal;

describe('the check of a load', () => {
	it("takes a difference within the plan's own uncertainty for right, and one beyond it for wrong", () => {
		const taken = (more: number) => ({ gpuBytes: bytes.totalGpuBytes + more, hostBytes: bytes.totalHostBytes });
		assert.equal(compareLoad(taken(0), bytes).isWrong, false);
		assert.equal(compareLoad(taken(bytes.uncertaintyBytes / 2), bytes).isWrong, false);
		assert.equal(compareLoad(taken(-(2 ** 30)), bytes).isWrong, false, 'less than planned harms nobody');
		assert.equal(compareLoad(taken(2 ** 30), bytes).isWrong, true);
		assert.match(compareLoad(taken(2 ** 30), bytes).text, /planned \(\+1\.0 GiB\)/);
	});

	it('speaks once for each load, and keeps what was loaded', async () => {
		const loaded: LoadedModel = {
			installed: base,
			contextTokens: 4096,
			loadMilliseconds: 1,
			memory: { gpuBytes: bytes.totalGpuBytes + 2 ** 31, hostBytes: bytes.totalHostBytes },
		};
		const said: string[] = [];
		const served: ServedModel = {
			role: 'completion',
			loaded,
			generate: () => {
				throw new Error('not asked');
			},
			countTokens: () => Promise.resolve({ tokens: 0, exact: true }),
		};
		const beyond: number[] = [];
		const check = new LoadCheck({
			serve: () => Promise.resolve(served),
			onDidCompare: (_, { gpuBytes }) => beyond.push(gpuBytes),
			plan: () => plan,
			log: { info: text => said.push(`info ${text}`), warn: text => said.push(`warn ${text}`) },
		});
		for (let times = 0; times < 3; times++) assert.equal(await check.serve('completion', signal), served);
		assert.equal(said.length, 1);
		assert.match(said[0]!, /^warn deepseek-coder 6\.7B base: GPU /);
		assert.deepEqual(check.loaded, [loaded]);
		assert.ok(beyond.length === 1 && beyond[0]! > 0, 'told once, for the margin to learn');
	});
});
