/** What the plan decides on machines of all sizes, and that it never decides worse with more. */
import * as assert from 'node:assert/strict';
import { ggufSource } from '../../../../src/core/download/ggufSource';
import type { InstalledModel } from '../../../../src/core/engine/engine';
import { predictedFacts } from '../../../../src/core/memory/modelFacts';
import { catalogueModel } from '../../../../src/core/models/catalogue';
import type { Quantization } from '../../../../src/core/models/quantization';
import { downloadableCandidates } from '../../../../src/core/plan/candidates';
import { describePlan } from '../../../../src/core/plan/describePlan';
import type { Gpu, Hardware } from '../../../../src/core/plan/hardware';
import { makePlan, type PlanSettings } from '../../../../src/core/plan/makePlan';
import { describeSentence, type Choice, type Lineup } from '../../../../src/core/plan/plan';
import { isBelowFloor, leastPace } from '../../../../src/core/plan/quality';

const gibibyte = 1024 ** 3;
const settings: PlanSettings = { reserveBytes: 512 * 1024 * 1024, abilities: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: false } };

describe('plan', () => {
	it('an RTX 3070 completes with 6.7B on the GPU, and its reason names the card and the memory', () => {
		const { best } = makePlan(machine({ vram: 8, free: 7.2, name: 'NVIDIA GeForce RTX 3070', ram: 16 }), [], settings);
		assert.equal(best.completes?.model, 'deepseek-coder-6.7b-base');
		assert.ok(isWhole(best.completes));
		assert.match(describeSentence(best.reason), /6\.7B Q\w+.*NVIDIA GeForce RTX 3070.*tok\/s/);
		assert.ok((best.completes?.predicted.tokensPerSecond ?? 0) > 30);
	});

	it('both models are in memory at the same time, with the reserve left free, on every machine', () => {
		for (const hardware of allMachines()) {
			const { best } = makePlan(hardware, [], settings);
			const [gpu] = hardware.gpus;
			const host = best.totalHostBytes;
			assert.ok(host <= hardware.ram.freeBytes);
			if (gpu !== undefined) assert.ok(best.totalGpuBytes <= Math.max(0, (gpu.freeBytes ?? 0) - settings.reserveBytes));
			if (gpu?.unified === true) assert.ok(best.totalGpuBytes + host <= hardware.ram.freeBytes);
			const loaded = [best.completes, best.chats === 'same' ? null : best.chats].filter(each => each !== null);
			assert.equal(
				best.totalGpuBytes,
				loaded.reduce((sum, { bytes }) => sum + bytes.totalGpuBytes, 0),
			);
			// One set of options per model, so that nothing is ever reloaded.
			assert.equal(new Set(loaded.map(({ model }) => model)).size, loaded.length);
		}
	});

	it('more memory never gives a worse plan: GPU from 1 to 128 GiB', () => {
		notDecreasing(range(1, 128).map(vram => makePlan(machine({ vram, ram: 32, name: 'NVIDIA GeForce RTX 3090' }), [], settings).best));
	});

	it('more memory never gives a worse plan: GPU of unknown make, whose bandwidth is guessed from its size', () => {
		notDecreasing(range(1, 128).map(vram => makePlan(machine({ vram, ram: 16 }), [], settings).best));
	});

	it('more memory never gives a worse plan: RAM from 1 to 128 GiB, with and without a GPU', () => {
		notDecreasing(range(1, 128).map(ram => makePlan(machine({ ram }), [], settings).best));
		notDecreasing(range(1, 128).map(ram => makePlan(machine({ ram, vram: 4 }), [], settings).best));
	});

	it('more memory never gives a worse plan: Apple silicon from 8 to 128 GiB, and free memory of one card from 0 to all', () => {
		notDecreasing(range(8, 128).map(ram => makePlan(apple(ram, 'Apple M3 Max'), [], settings).best));
		notDecreasing(range(0, 48).map(half => makePlan(machine({ vram: 24, free: half / 2, ram: 32 }), [], settings).best));
	});

	it('more memory never gives a worse plan: two cards, of which one grows, and a board that shares its RAM', () => {
		const first = card('nvidia', 'NVIDIA GeForce RTX 3090', 24, 22);
		const pairs = range(1, 64).map(vram => [first, card('nvidia', 'NVIDIA GeForce RTX 3090', vram, 0.94 * vram)]);
		notDecreasing(pairs.map(gpus => makePlan({ ...machine({ ram: 32 }), gpus }, [], settings).best));
		const board: Gpu = { vendor: 'nvidia', name: 'NVIDIA GB10', totalBytes: null, freeBytes: null, unified: true, problem: 'sharesRam' };
		notDecreasing(range(4, 128).map(ram => makePlan({ ...machine({ ram }), gpus: [board] }, [], settings).best));
	});

	it('a chat answer begins within 15 s and comes as fast as it is read wherever any model can do that', () => {
		for (const hardware of allMachines()) {
			const { completes, chats } = makePlan(hardware, [], settings).best;
			const chat = chats === 'same' ? completes : chats;
			if (chat === null || hardware.cores < 6) continue;
			assert.ok(chat.predicted.firstTokenMilliseconds <= leastPace.chats.firstTokenMilliseconds, describe_(chat));
			assert.ok(chat.predicted.tokensPerSecond >= leastPace.chats.tokensPerSecond, describe_(chat));
		}
	});

	it('V2 Lite chats on a CPU that begins to answer in time; with half of the cores a smaller model does, and V2 Lite is said to be late', () => {
		const eight = makePlan(machine({ ram: 32 }), [], settings).best;
		assert.equal(eight.chats === 'same' ? '' : eight.chats?.label, 'deepseek-coder V2 Lite');
		const four = makePlan({ ...machine({ ram: 32 }), cores: 4 }, [], settings).best;
		assert.equal(four.chats === 'same' ? '' : four.chats?.label, 'deepseek-coder 1.3B');
		const late = four.rejected.find(each => each.model === 'deepseek-coder-v2-lite-instruct');
		assert.match(
			describeSentence(late?.why ?? four.reason),
			/^Its answer would begin after about \d\d\.\d s; a chat needs it within 15\.0 s\.$/,
		);
	});

	it('beside a GPU the prompt of what stays in RAM is evaluated on it: an answer begins in less than half of the CPU’s time', () => {
		const alone = makePlan(machine({ ram: 32 }), [], settings).best;
		const beside = makePlan(machine({ vram: 8, ram: 32 }), [], settings).best;
		const [late, soon] = [alone, beside].map(({ chats }) =>
			chats === 'same' || chats === null ? NaN : chats.predicted.firstTokenMilliseconds,
		);
		assert.ok((soon ?? NaN) < (late ?? NaN) / 2, `${soon} against ${late}`);
	});

	it('what more memory would allow is another model that writes better code, never the same in other bits', () => {
		const known = downloadableCandidates(Infinity);
		for (const hardware of [...allMachines(), ...range(1, 40).map(vram => machine({ vram, ram: 32 }))]) {
			const { best } = makePlan(hardware, [], settings);
			if (best.next === null) continue;
			const [, name] = best.next.parameters;
			const chats = best.chats === 'same' ? best.completes : best.chats;
			const isBetter = known.some(candidate => {
				const { label, quantization, scores, madeFor } = candidate;
				if (`${label} ${quantization}` !== name) return false;
				const role = madeFor.includes('completes') ? 'completes' : 'chats';
				const now = role === 'completes' ? best.completes : chats;
				const was = known.find(each => each.id === now?.model && each.quantization === now.quantization);
				return label !== now?.label && scores[role] > (was?.scores[role] ?? 0);
			});
			assert.ok(isBetter, `${describeSentence(best.next)} is no better than ${describeSentence(best.reason)}`);
		}
	});

	it('nobody is sent to a model that thinks for minutes', () => {
		for (const hardware of allMachines()) {
			const { reasons } = makePlan(hardware, [], settings).best;
			assert.ok(reasons === null || reasons.predicted.tokensPerSecond >= leastPace.reasons.tokensPerSecond);
		}
	});

	it('keeps to the quality floor: no small model below four bits, whatever the memory', () => {
		for (const hardware of allMachines()) {
			const { best } = makePlan(hardware, [], settings);
			for (const choice of [best.completes, best.chats === 'same' ? null : best.chats, best.reasons]) {
				if (choice !== null)
					assert.equal(isBelowFloor(choice.quantization, choice.parameters), false, `${choice.model} ${choice.quantization}`);
			}
		}
		assert.deepEqual(
			[
				isBelowFloor('Q2_K', 6.7e9),
				isBelowFloor('Q3_K_L', 6.7e9),
				isBelowFloor('Q4_0', 6.7e9),
				isBelowFloor('Q3_K_M', 33e9),
				isBelowFloor('Q3_K_S', 33e9),
				isBelowFloor('Q2_K', 671e9),
			],
			[true, true, false, false, true, false],
		);
	});

	it('where 6.7B would fit only in two bits, 1.3B in a good format completes', () => {
		const { best } = makePlan(machine({ vram: 4, ram: 8 }), [], settings);
		assert.equal(best.completes?.label, 'deepseek-coder 1.3B');
	});

	it('what completes reaches 15 tokens/s and a first token in 1.5 s wherever anything does', () => {
		for (const hardware of allMachines()) {
			const { completes } = makePlan(hardware, [], settings).best;
			if (completes === null || hardware.cores < 6) continue;
			assert.ok(completes.predicted.tokensPerSecond >= leastPace.completes.tokensPerSecond, describe_(completes));
			assert.ok(completes.predicted.firstTokenMilliseconds <= leastPace.completes.firstTokenMilliseconds, describe_(completes));
		}
	});

	it('a larger model that is too slow here is rejected with its speed', () => {
		const { best } = makePlan(machine({ ram: 32 }), [], settings);
		const slow = best.rejected.find(each => each.model === 'deepseek-coder-6.7b-base');
		assert.equal(slow?.why.key, 'tooSlow');
		assert.match(describeSentence(slow.why), /would reach about \d/);
	});

	it('says what it needs and what is free of a model that is too big, and what memory would allow', () => {
		const { best } = makePlan(machine({ vram: 4, ram: 16 }), [], settings);
		const big = best.rejected.find(each => each.model === 'deepseek-coder-33b-base');
		assert.match(describeSentence(big?.why ?? best.reason), /^It needs 1\d\.\d GiB of RAM, 1\d\.\d GiB are free\.$/);
		assert.match(
			best.next === null ? '' : describeSentence(best.next),
			/^With \d+ GiB more of GPU memory deepseek-coder .* would (complete|chat)\.$/,
		);
	});

	it('a machine without a GPU gets a plan on the CPU', () => {
		const { best } = makePlan(machine({ ram: 16 }), [], settings);
		assert.equal(best.completes?.gpuLayers, 0);
		assert.equal(best.totalGpuBytes, 0);
		assert.match(describeSentence(best.reason), /on the CPU/);
	});

	it('a machine with almost no memory gets none, in words', () => {
		const { now, best } = makePlan(machine({ ram: 1 }), [], settings);
		assert.deepEqual([best.completes, best.chats], [null, null]);
		assert.match(describeSentence(best.reason), /No model fits/);
		assert.match(describeSentence(now.reason), /No model is installed/);
	});

	it('reasons with an R1 distillation that fits when the others are unloaded', () => {
		const { best } = makePlan(machine({ vram: 24, ram: 32, name: 'NVIDIA GeForce RTX 4090' }), [], settings);
		assert.match(best.reasons?.model ?? '', /^deepseek-r1-distill-qwen-(14|32)b$/);
		assert.ok((best.reasons?.bytes.totalGpuBytes ?? 0) < 24 * gibibyte);
	});

	it('splits a mixture’s experts off only for engines that can', () => {
		const hardware = machine({ vram: 12, ram: 32 });
		assert.equal(expertLayers(makePlan(hardware, [], settings).best), 0);
		const able = { ...settings, abilities: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: true } } as const;
		assert.ok(expertLayers(makePlan(hardware, [], able).best) > 0);
		const plain = makePlan(hardware, [], { reserveBytes: settings.reserveBytes }).best;
		assert.deepEqual([plain.completes?.kvType, expertLayers(plain)], ['f16', 0]);
	});

	it('plans a split for Ollama as Ollama makes it: the output layer in RAM, and a whole layer more in its place', () => {
		const ofSplit = (outputLast: boolean) => {
			const abilities = { kvTypes: ['f16'], canPlaceExperts: false, outputLast } as const;
			const named = { ...settings, abilities, completion: 'deepseek-coder:6.7b-base-q4_K_M', gpuLayers: 10, contextTokens: 4096 };
			const { completes } = makePlan(machine({ vram: 8, ram: 32 }), [], named).best;
			assert.equal(completes?.gpuLayers, 10);
			return completes.bytes;
		};
		const [ollama, own] = [ofSplit(true), ofSplit(false)];
		assert.equal(ollama.kvGpuBytes / own.kvGpuBytes, 10 / 9);
		assert.ok(ollama.weightsGpuBytes > own.weightsGpuBytes);
	});

	it('says where an engine that can place experts would be much faster, and where none would it says nothing', () => {
		const { best } = makePlan(machine({ vram: 12, ram: 32, name: 'NVIDIA GeForce RTX 3060' }), [], settings);
		assert.ok(best.tip);
		assert.match(
			describeSentence(best.tip),
			/^llama-server can keep only experts of deepseek-coder V2 Lite Q\w+ in RAM \(`--n-cpu-moe \d+`\): about \d+ instead of \d+ tok\/s\. The built-in engine and Ollama cannot\.$/,
		);
		const [, layers, fast, slow] = best.tip.parameters.map(Number);
		assert.ok(layers! > 1 && layers! <= 27 && fast! >= 1.2 * slow!, best.tip.parameters.join(' '));
		for (const other of [machine({ ram: 32 }), machine({ vram: 48, ram: 64 }), apple(36, 'Apple M3 Pro')])
			assert.equal(makePlan(other, [], settings).best.tip, undefined);
		const able = { ...settings, abilities: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: true } } as const;
		assert.equal(makePlan(machine({ vram: 12, ram: 32 }), [], able).best.tip, undefined);
	});
});

describe('plan with installed models', () => {
	const hardware = machine({ vram: 12, ram: 32, name: 'NVIDIA GeForce RTX 3060' });

	it('loads what is installed and offers what is better', () => {
		const { now, best, offers } = makePlan(hardware, [installed('deepseek-coder:1.3b-base-q4_K_M', 873_000_000, ['completion'])], settings);
		assert.equal(now.completes?.installed?.id, 'deepseek-coder:1.3b-base-q4_K_M');
		assert.equal(now.chats, 'same');
		assert.ok(best.worth > now.worth);
		assert.ok(offers.length > 0 && offers.every(each => each.ollamaTag !== undefined));
	});

	it('one instruct model does both, and its reason says one model', () => {
		const { now } = makePlan(hardware, [installed('deepseek-coder:6.7b', 3_830_000_000, ['chat'])], settings);
		assert.equal(now.completes?.model, 'deepseek-coder:6.7b');
		assert.equal(now.chats, 'same');
		assert.equal(now.completes.quantization, 'Q4_0');
	});

	it('a base and an instruct model each get their role', () => {
		const models = [
			installed('deepseek-coder:6.7b-instruct-q4_K_M', 4_082_000_000, ['chat']),
			installed('deepseek-coder:1.3b-base-q8_0', 1_431_000_000, ['completion']),
		];
		const { now } = makePlan(hardware, models, settings);
		assert.deepEqual(
			[now.completes?.model, now.chats === 'same' ? 'same' : now.chats?.model],
			['deepseek-coder:1.3b-base-q8_0', 'deepseek-coder:6.7b-instruct-q4_K_M'],
		);
	});

	it('offers nothing when the best is installed', () => {
		const { best } = makePlan(hardware, [], settings);
		const tags = [best.completes, best.chats === 'same' ? null : best.chats].filter(each => each !== null);
		const models = tags.map(each => installed(each.ollamaTag ?? '', each.fileBytes, [each === best.completes ? 'completion' : 'chat']));
		assert.deepEqual(makePlan(hardware, models, settings).offers, []);
	});

	it('a file that is here is not offered again because its size is not quite the predicted one', () => {
		const { best } = makePlan(hardware, [], settings);
		const choices = [best.completes, best.chats === 'same' ? null : best.chats].filter(each => each !== null);
		for (const share of [0.99, 1, 1.01]) {
			const models = choices.map(each =>
				installed(`/models/${each.model}.${each.quantization}.gguf`, each.fileBytes * share, [
					each === best.completes ? 'completion' : 'chat',
				]),
			);
			assert.deepEqual(makePlan(hardware, models, settings).offers, [], `${share} of the predicted size`);
		}
	});

	it('a name of the Ollama library also means the same model in a file that is here', () => {
		const models = [
			installed('/models/deepseek-coder-1.3b-base.Q4_K_M.gguf', 873_000_000, ['completion']),
			installed('/models/deepseek-coder-6.7b-base.Q4_K_M.gguf', 4_082_000_000, ['completion']),
		];
		const { now, offers } = makePlan(hardware, models, { ...settings, completion: 'deepseek-coder:1.3b-base-q4_K_M' });
		assert.equal(now.completes?.installed?.id, models[0]?.id);
		assert.ok(offers.every(each => each.model !== 'deepseek-coder-1.3b-base'));
	});

	it('without Ollama it is planned with the files that can be had singly: 5.7B MQA, which the library lacks, fits a 6 GB card whole', () => {
		const small = machine({ vram: 6, ram: 32, name: 'NVIDIA GeForce RTX 3060 Laptop GPU' });
		const { best, offers } = makePlan(small, [], { ...settings, sources: ['gguf'] });
		assert.equal(best.completes?.model, 'deepseek-coder-5.7bmqa-base');
		assert.ok(isWhole(best.completes));
		for (const each of offers) assert.ok(ggufSource(catalogueModel(each.model)!, each.quantization as Quantization), each.model);
		assert.notEqual(makePlan(small, [], settings).best.completes?.model, 'deepseek-coder-5.7bmqa-base');
	});

	it('an engine that keeps latents as key and value is planned with that cache', () => {
		const { shape } = catalogueModel('deepseek-coder-v2-lite-instruct')!;
		const absorbed = { ...shape, latent: { ...shape.latent!, absorbed: true } };
		const model = { ...installed('lite.gguf', 10_364_416_768, ['chat']), facts: predictedFacts(absorbed, 'Q4_K_M') };
		const cacheOf = (latentCache?: 'mla') => {
			const abilities = { kvTypes: ['f16'], canPlaceExperts: false, ...(latentCache && { latentCache }) } as const;
			const { now } = makePlan(machine({ ram: 64 }), [model], { ...settings, contextTokens: 8192, abilities });
			return now.completes?.bytes.kvCpuBytes ?? 0;
		};
		assert.equal(cacheOf('mla') / cacheOf(), (576 + 512) / 576);
	});

	it('a model below the floor is used when it is all there is', () => {
		const { now } = makePlan(hardware, [installed('deepseek-coder:6.7b-base-q2_K', 2_530_000_000, ['completion'])], settings);
		assert.equal(now.completes?.quantization, 'Q2_K');
	});

	it('the demo model answers only when nothing else can', () => {
		const demo = { ...installed('demo.gguf', 7_000_000, ['completion', 'chat']), isDemo: true, label: 'demo model' };
		const alone = makePlan(hardware, [demo], settings);
		assert.deepEqual(
			[alone.now.completes?.model, alone.now.chats, describeSentence(alone.now.reason)],
			['demo.gguf', 'same', 'No DeepSeek model is installed, so the small demo model answers.'],
		);
		assert.ok(alone.offers.length > 0);
		const beside = makePlan(hardware, [demo, installed('deepseek-coder:1.3b-base-q4_0', 775_000_000, ['completion'])], settings);
		assert.equal(beside.now.completes?.model, 'deepseek-coder:1.3b-base-q4_0');
		const tooBig = makePlan(
			machine({ ram: 4 }),
			[demo, installed('deepseek-coder:33b-base-q4_0', 18_800_000_000, ['completion'])],
			settings,
		);
		assert.equal(tooBig.now.completes?.model, 'demo.gguf');
	});

	it('what the user names is taken, even when slow; what cannot load is refused with the reason', () => {
		const named = makePlan(hardware, [], {
			...settings,
			completion: 'deepseek-coder-33b-base',
			chat: 'deepseek-coder:6.7b-instruct-q4_K_M',
		}).best;
		assert.equal(named.completes?.model, 'deepseek-coder-33b-base');
		assert.equal(named.chats === 'same' ? '' : named.chats?.model, 'deepseek-coder-6.7b-instruct');
		const impossible = makePlan(machine({ ram: 8 }), [], { ...settings, completion: 'deepseek-coder-33b-base' }).best;
		assert.equal(impossible.completes, null);
		assert.ok(impossible.rejected.some(({ model, why }) => model === 'deepseek-coder-33b-base' && why.key === 'tooBigRam'));
	});

	it('a fixed context is kept, and cut to what the model was trained for', () => {
		const { best } = makePlan(hardware, [], { ...settings, contextTokens: 6000 });
		assert.equal(best.completes?.contextTokens, 6000);
		const short = makePlan(hardware, [installed('deepseek-coder-7b-instruct-v1.5.Q4_K_M.gguf', 4_220_000_000, ['chat'])], {
			...settings,
			contextTokens: 16384,
		});
		assert.equal(short.now.completes?.contextTokens, 4096);
	});

	it('models nobody knows and sizes that make no sense do no harm', () => {
		const odd = [installed('mystery:latest', 0, []), installed('', 1, ['chat']), installed('deepseek-coder:6.7b', -5, ['chat'])];
		const { now } = makePlan(hardware, odd, settings);
		assert.equal(now.completes?.model, 'deepseek-coder:6.7b');
	});

	it('the log names both plans, what was rejected and what to download', () => {
		const text = describePlan(makePlan(hardware, [installed('deepseek-coder:1.3b-base-q4_K_M', 873_000_000, ['completion'])], settings));
		assert.match(text, /^Plan: /);
		assert.match(text, /Better: .*\n[\s\S]*not deepseek-coder-33b-base .*: .*\n[\s\S]*to download: /);
		assert.doesNotMatch(text, /\{\d\}|undefined|NaN/);
	});
});

describe('plan on unusual hardware', () => {
	it('a MIG slice is planned with, not the card it is cut from', () => {
		const slices = [{ name: 'MIG 1g.10gb', totalBytes: 9984 * 1024 * 1024, freeBytes: 9976 * 1024 * 1024 }];
		const gpu: Gpu = {
			vendor: 'nvidia',
			name: 'NVIDIA H100 80GB HBM3',
			totalBytes: 80 * gibibyte,
			freeBytes: 79 * gibibyte,
			unified: false,
			problem: 'sliced',
			slices,
		};
		const { best } = makePlan({ ...machine({ ram: 64 }), gpus: [gpu] }, [], settings);
		assert.ok(best.totalGpuBytes > 0 && best.totalGpuBytes < 9976 * 1024 * 1024);
		const unknown = makePlan({ ...machine({ ram: 64 }), gpus: [{ ...gpu, slices: [] }] }, [], settings).best;
		assert.equal(unknown.totalGpuBytes, 0);
	});

	it('two equal cards are one pool; a second card of another maker is left alone', () => {
		const nvidia = card('nvidia', 'NVIDIA GeForce RTX 3090', 24, 23);
		const both = makePlan({ ...machine({ ram: 64 }), gpus: [nvidia, nvidia] }, [], settings).best;
		assert.ok(both.totalGpuBytes > 24 * gibibyte);
		const mixed = makePlan({ ...machine({ ram: 64 }), gpus: [nvidia, card('amd', 'AMD Radeon RX 7600', 8, 7.5)] }, [], settings).best;
		assert.ok(mixed.totalGpuBytes <= 23 * gibibyte);
	});

	it('a board that shares RAM uses RAM, graphics in a PC’s processor leave the work to the CPU', () => {
		const shared: Gpu = { vendor: 'nvidia', name: 'NVIDIA GB10', totalBytes: null, freeBytes: null, unified: true, problem: 'sharesRam' };
		const board = makePlan({ ...machine({ ram: 128 }), gpus: [shared] }, [], settings).best;
		assert.ok(isWhole(board.completes) && board.totalGpuBytes > 20 * gibibyte);
		const integrated: Gpu = {
			vendor: 'amd',
			name: 'AMD Radeon Graphics',
			totalBytes: gibibyte / 2,
			freeBytes: gibibyte / 4,
			unified: true,
		};
		assert.equal(makePlan({ ...machine({ ram: 32 }), gpus: [integrated] }, [], settings).best.totalGpuBytes, 0);
	});

	it('a card of which only the total is known keeps a part of it for others', () => {
		const gpu: Gpu = {
			vendor: 'amd',
			name: 'AMD Radeon RX 7800 XT',
			totalBytes: 16 * gibibyte,
			freeBytes: null,
			unified: false,
			problem: 'freeUnknown',
		};
		const { best } = makePlan({ ...machine({ ram: 32 }), gpus: [gpu] }, [], settings);
		assert.ok(best.totalGpuBytes > 8 * gibibyte && best.totalGpuBytes < 13.8 * gibibyte);
	});

	it('models that run in processes of their own have a CUDA context each: one that fits beside the other only without a second one does not', () => {
		const own = { ...settings, abilities: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: false, hasProcessPerModel: true } } as const;
		const context = 457 * 1024 * 1024;
		for (const vram of range(4, 32)) {
			const { completes, chats, totalGpuBytes } = makePlan(machine({ vram, ram: 32 }), [], own).best;
			const onGpu = [completes, chats === 'same' ? null : chats].filter(each => (each?.bytes.totalGpuBytes ?? 0) > 0);
			const left = 0.94 * vram * gibibyte - Math.max(settings.reserveBytes, 0.05 * vram * gibibyte);
			assert.ok(totalGpuBytes + onGpu.length * context <= left, `${vram} GiB`);
		}
	});

	it('what the machine was found to take more is left free too', () => {
		const hardware = machine({ vram: 8, ram: 16 });
		const margin = 1.5 * gibibyte;
		const learned = makePlan(hardware, [], { ...settings, learnedMarginBytes: margin }).best;
		assert.ok(learned.totalGpuBytes <= (hardware.gpus[0]?.freeBytes ?? 0) - settings.reserveBytes - margin);
	});
});

function notDecreasing(plans: readonly Lineup[]): void {
	plans.forEach((plan, index) => {
		const before = plans[index - 1];
		if (before !== undefined) assert.ok(plan.worth >= before.worth - 1e-12, `step ${index}: ${before.worth} then ${plan.worth}`);
	});
	assert.ok((plans.at(-1)?.worth ?? 0) > (plans[0]?.worth ?? 0));
}

function allMachines(): Hardware[] {
	const gpus = [2, 3, 4, 6, 8, 10, 11, 12, 16, 20, 24, 32, 48, 80].map(vram => machine({ vram, ram: 32 }));
	const cpus = [4, 8, 16, 32, 64].map(ram => machine({ ram }));
	const apples = [8, 16, 24, 36, 64, 128].map(ram => apple(ram, 'Apple M3 Pro'));
	return [...gpus, ...cpus, ...apples, machine({ vram: 8, free: 0.1, ram: 16 }), { ...machine({ ram: 16 }), cores: 2 }];
}

function machine({ vram = 0, free, ram, name = 'GPU' }: { vram?: number; free?: number; ram: number; name?: string }): Hardware {
	const totalBytes = ram * gibibyte;
	return {
		gpus: vram === 0 ? [] : [card('nvidia', name, vram, free ?? 0.94 * vram)],
		ram: { totalBytes, freeBytes: 0.75 * totalBytes },
		cores: 8,
		notes: [],
	};
}

function apple(ram: number, name: string): Hardware {
	const totalBytes = Math.floor((2 / 3) * ram * gibibyte);
	const freeBytes = 0.75 * ram * gibibyte;
	return {
		gpus: [{ vendor: 'apple', name, totalBytes, freeBytes: Math.min(totalBytes, freeBytes), unified: true }],
		ram: { totalBytes: ram * gibibyte, freeBytes },
		cores: 8,
		notes: [],
	};
}

function card(vendor: Gpu['vendor'], name: string, total: number, free: number): Gpu {
	return { vendor, name, totalBytes: total * gibibyte, freeBytes: free * gibibyte, unified: false };
}

function installed(id: string, fileBytes: number, roles: InstalledModel['roles']): InstalledModel {
	return { id, label: id, family: 'coderV1', fileBytes, roles, isDemo: false };
}

function isWhole(choice: Choice | null): boolean {
	return choice !== null && choice.gpuLayers >= choice.totalLayers;
}

function expertLayers({ completes, chats }: Lineup): number {
	return Math.max(completes?.expertLayersOnCpu ?? 0, chats === 'same' ? 0 : (chats?.expertLayersOnCpu ?? 0));
}

function describe_({ label, quantization, predicted }: Choice): string {
	return `${label} ${quantization}: ${JSON.stringify(predicted)}`;
}

function range(first: number, last: number): number[] {
	return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
