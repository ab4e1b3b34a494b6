/**
 * Makes WORK/vocabulary.json, the tokens that the model reads and writes:
 *   node scripts/demoModel/makeVocabulary.mjs WORK [--from MODEL.gguf]
 * It is learnt from real and generated code and chat. With `--from` it is that model's own, so that training can go on from its weights.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readGguf } from '../lib/gguf.mjs';
import { main, say, saying } from '../lib/say.mjs';
import { drawConversation } from './chat/drawConversation.mjs';
import { Draw } from './code/draw.mjs';
import { drawSnippet } from './code/snippet.mjs';
import { trainingPackages } from './corpus/packageList.mjs';
import { sourceFilesOf } from './corpus/sourceFiles.mjs';
import { learnMerges } from './vocabulary/bytePairs.mjs';
import { mergeCount, vocabularyIn, vocabularyOf } from './vocabulary/vocabulary.mjs';

const seed = 11;
/** Of generated snippets and conversations; in the real code names are rarer and more. */
const generated = { snippets: 6000, conversations: 3000 };
const realCharacters = 8_000_000;

const { values, positionals } = parseArgs({ options: { from: { type: 'string' } }, allowPositionals: true });
const [work = 'work'] = positionals;

main(async () => {
	const vocabulary = values.from ? vocabularyIn(readGguf(fs.readFileSync(values.from))) : await learn();
	fs.mkdirSync(work, { recursive: true });
	fs.writeFileSync(path.join(work, 'vocabulary.json'), JSON.stringify(vocabulary));
	say(`${vocabulary.tokens.length} tokens, ${vocabulary.merges.length} merges`);
});

async function learn() {
	const texts = [...realTexts(), ...generatedTexts()];
	const merges = await saying(`Learning ${mergeCount} merges from ${texts.length} texts`, async () => learnMerges(texts, mergeCount));
	return vocabularyOf(merges);
}

function realTexts() {
	let left = realCharacters;
	const { files } = sourceFilesOf(work, trainingPackages(), new Draw(seed));
	return files.map(({ text }) => text).filter(text => (left -= text.length) > 0);
}

function generatedTexts() {
	const draw = new Draw(seed);
	const snippets = Array.from({ length: generated.snippets }, () => drawSnippet(draw).code);
	const conversations = Array.from({ length: generated.conversations }, () => drawConversation(draw, []));
	const texts = conversations.flatMap(({ prompt, answer }) => [...prompt, ...answer]).filter(part => typeof part === 'string');
	return [...snippets, ...texts];
}
