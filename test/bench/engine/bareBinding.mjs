/**
 * node-llama-cpp as its own documentation uses it, in a process like the built-in engine's: what our engine is measured against.
 * Takes `{ id, name, … }` and answers `{ id, … }`, and tells of an answer's first token by `{ id, hasBegun: true }`; times are this process's own.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const library = path.resolve('engine/node_modules/node-llama-cpp/dist/index.js');
const { getLlama } = await import(pathToFileURL(library).href);
const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, progressLogs: false, maxThreads: 1 });
llama.maxThreads = 0;
let model;
let context;
let sequences;
/** Answers that nobody waits for any more. Nothing ends an evaluation that runs, so they end at the next token. */
const left = new Set();

const calls = {
	async load({ file, threads, contextTokens, flashAttention }) {
		await context?.dispose();
		await model?.dispose();
		const start = performance.now();
		model = await llama.loadModel({ modelPath: file });
		const contextSize = Math.min(contextTokens, model.trainContextSize);
		context = await model.createContext({ contextSize, sequences: 2, threads, flashAttention });
		sequences = { completion: context.getSequence(), chat: context.getSequence() };
		return { loadMilliseconds: performance.now() - start };
	},
	async ask({ id, role, text, maxTokens, isSampled }) {
		const sequence = sequences[role];
		const start = performance.now();
		const tokens = [...(model.tokens.shouldPrependBosToken ? [model.tokens.bos] : []), ...model.tokenize(text)];
		await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
		const fresh = tokens.slice(sequence.nextTokenIndex);
		const times = [];
		const sampling = isSampled ? { temperature: 1, seed: 7 } : { temperature: 0 };
		for await (const token of sequence.evaluate(fresh, { ...sampling, yieldEogToken: true })) {
			model.detokenize([token]);
			times.push(performance.now() - start);
			if (times.length === 1) process.send({ id, hasBegun: true });
			if (left.has(id) || times.length >= maxTokens || model.isEogToken(token)) break;
		}
		left.delete(id);
		return { times };
	},
	leave({ answer }) {
		left.add(answer);
		return {};
	},
};

process.on('message', async ({ id, name, ...parameters }) => process.send({ id, ...(await calls[name]({ id, ...parameters })) }));
process.on('disconnect', () => process.exit(0));
process.send({ id: 0 });
