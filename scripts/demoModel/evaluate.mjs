/**
 * Measures a model on the held-out holes (heldOut/holes.jsonl), through the library that the built-in engine uses, and prints the table of its card:
 *   node scripts/demoModel/evaluate.mjs [--model MODEL.gguf] [--samples 10]
 * Greedy, one thread, on the CPU. Also checks that the vocabulary is cut here as the library cuts it, without which the training data would be wrong.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readGguf } from '../lib/gguf.mjs';
import { installEngine } from '../lib/install.mjs';
import { inRoot } from '../lib/root.mjs';
import { main, say } from '../lib/say.mjs';
import { completionDocument } from './documents/trainingDocument.mjs';
import { encoderOf } from './vocabulary/bytePairs.mjs';
import { idOf, vocabularyIn } from './vocabulary/vocabulary.mjs';

/** As many as the card asks for; most rests of lines are shorter than twenty. */
const mostTokens = 64;

const { values } = parseArgs({ options: { model: { type: 'string' }, samples: { type: 'string', default: '0' } } });
const file = values.model ?? inRoot('media', 'demo-model', 'demo.gguf');

main(async () => {
	const vocabulary = vocabularyIn(readGguf(fs.readFileSync(file)));
	const encode = encoderOf(vocabulary);
	const { llama, model, sequence } = await load();
	const holes = readHoles();
	const checked = holes.flatMap(({ prefix, middle, suffix }) => [prefix, middle, suffix]);
	const wrong = checked.filter(text => encode(text).join() !== model.tokenize(text).join());
	say(`Vocabulary: ${checked.length - wrong.length} of ${checked.length} texts are cut as the library cuts them`);
	const idsOf = parts => parts.flatMap(part => (typeof part === 'string' ? model.tokenize(part) : [idOf(vocabulary, part.special)]));
	const rows = [];
	for (const set of ['generated', 'npm']) {
		const results = [];
		for (const hole of holes.filter(each => each.set === set)) results.push(await fill(hole));
		rows.push(...rowsOf(set, results));
	}
	process.stdout.write(`| ${path.basename(file)} | |\n|---|---|\n${rows.map(([what, value]) => `| ${what} | ${value} |\n`).join('')}`);
	await llama.dispose();

	async function fill({ prefix, middle, suffix }) {
		const { prompt, answer } = completionDocument(prefix, middle, suffix);
		const wanted = idsOf(answer)[0];
		await sequence.clearHistory();
		const start = performance.now();
		const tokens = [];
		for await (const token of sequence.evaluate(idsOf(prompt), { temperature: 0 })) {
			tokens.push(token);
			if (tokens.length === mostTokens) break;
		}
		const milliseconds = performance.now() - start;
		const text = model.detokenize(tokens);
		return { prefix, middle, text, tokens: tokens.length, milliseconds, isFirstRight: tokens[0] === wanted };
	}
});

async function load() {
	const library = inRoot('engine', 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
	if (!fs.existsSync(library)) await installEngine();
	const { getLlama } = await import(pathToFileURL(library).href);
	const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, progressLogs: false, maxThreads: 1 });
	const model = await llama.loadModel({ modelPath: file });
	const context = await model.createContext({ contextSize: 2048, threads: 1 });
	return { llama, model, sequence: context.getSequence() };
}

/** @returns {{set: string, prefix: string, middle: string, suffix: string}[]} */
function readHoles() {
	const text = fs.readFileSync(inRoot('scripts', 'demoModel', 'heldOut', 'holes.jsonl'), 'utf8');
	return text
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
}

function rowsOf(set, results) {
	const of = `of ${results.length}`;
	const isExact = ({ text, middle }) => text.trimEnd() === middle.trimEnd();
	const count = predicate => `${results.filter(predicate).length} ${of}`;
	const tokens = results.reduce((sum, each) => sum + each.tokens, 0);
	const seconds = results.reduce((sum, each) => sum + each.milliseconds, 0) / 1000;
	for (const each of results.slice(0, Number(values.samples))) {
		say(
			`${isExact(each) ? 'right' : 'wrong'} ${JSON.stringify(each.prefix.slice(-60))} → ${JSON.stringify(each.text)}, is ${JSON.stringify(each.middle)}`,
		);
	}
	return [
		[`${set}: rest of line exact`, count(isExact)],
		[`${set}: first token right`, count(({ isFirstRight }) => isFirstRight)],
		[`${set}: stopped within ${mostTokens} tokens`, count(each => each.tokens < mostTokens)],
		[`${set}: tokens a second, prompts included`, Math.round(tokens / seconds)],
	];
}
