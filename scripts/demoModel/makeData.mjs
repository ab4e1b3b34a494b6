/**
 * Makes the training data in WORK/data out of WORK/node_modules and the templates, in the tokens of WORK/vocabulary.json:
 *   node scripts/demoModel/makeData.mjs WORK [--snippets 110000] [--conversations 50000]
 * Five shards: real and generated code with holes (`real`, `generated`), from left to right (`realPlain`, `generatedPlain`), and `chat`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { main, say, saying } from '../lib/say.mjs';
import { fileName } from './chat/askAbout.mjs';
import { drawConversation } from './chat/drawConversation.mjs';
import { functionsIn } from './chat/realFunctions.mjs';
import { Draw } from './code/draw.mjs';
import { drawSnippet } from './code/snippet.mjs';
import { excerptsOf } from './corpus/excerpts.mjs';
import { trainingPackages } from './corpus/packageList.mjs';
import { sourceFilesOf } from './corpus/sourceFiles.mjs';
import { withHole } from './documents/cutHole.mjs';
import { Shard } from './documents/shard.mjs';
import { plainDocument } from './documents/trainingDocument.mjs';
import { readVocabulary } from './vocabulary/vocabulary.mjs';

const seeds = { real: 2024, generated: 31337, chat: 90210 };
/** How often the real code is cut anew: each time the holes and the excerpts' borders are others. */
const passes = 2;
/** Documents without a hole. */
const plainShare = { real: 0.12, generated: 0.07 };
const mostChatTokens = 420;

const options = /** @type {const} */ ({
	snippets: { type: 'string', default: '110000' },
	conversations: { type: 'string', default: '50000' },
});
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [work = 'work'] = positionals;

main(async () => {
	const vocabulary = readVocabulary(path.join(work, 'vocabulary.json'));
	const { files, refused } = sourceFilesOf(work, trainingPackages(), new Draw(seeds.real));
	if (refused.length > 0) say(`Without ${refused.length} packages of the list: ${refused.join(', ')}`);
	say(`${files.length} files, ${files.reduce((sum, { text }) => sum + text.length, 0)} characters`);
	fs.mkdirSync(path.join(work, 'data'), { recursive: true });
	await makeShards(['real', 'realPlain'], vocabulary, shards => addRealCode(shards, files));
	await makeShards(['generated', 'generatedPlain'], vocabulary, addGeneratedCode);
	await makeShards(['chat'], vocabulary, shards => addChat(shards, files));
});

async function makeShards(names, vocabulary, fill) {
	const shards = names.map(() => new Shard(vocabulary));
	await saying(`Making ${names.join(' and ')}`, async () => fill(shards));
	shards.forEach((shard, index) => {
		shard.save(path.join(work, 'data', names[index]));
		say(`${names[index]}: ${shard.documents} documents, ${shard.tokens.length} tokens`);
	});
}

function addRealCode([holes, plain], files) {
	const draw = new Draw(seeds.real);
	for (let pass = 0; pass < passes; pass++) {
		for (const { text } of files) for (const excerpt of excerptsOf(text, draw)) addCode(excerpt, plainShare.real, holes, plain, draw);
	}
}

function addGeneratedCode([holes, plain]) {
	const draw = new Draw(seeds.generated);
	while (holes.documents < Number(values.snippets)) addCode(drawCode(draw), plainShare.generated, holes, plain, draw);
}

/** A snippet, now and then with others before it, a last newline, or a comment that names its file, as editors put there. */
function drawCode(draw) {
	const { code, pieces } = drawSnippet(draw);
	const leastLength = draw.chance(0.08) ? 2000 : 0;
	let whole = draw.chance(0.1) ? `${drawSnippet(draw).code}\n\n${code}` : code;
	while (whole.length < leastLength) whole = `${drawSnippet(draw).code}\n\n${whole}`;
	const header = draw.chance(0.08)
		? `${draw.pick(['#', '// ', '// File: ', '// Path: '])}${fileName(pieces[0]?.language ?? '', draw)}\n`
		: '';
	return header + whole + (draw.chance(0.5) ? '\n' : '');
}

function addCode(code, share, holes, plain, draw) {
	if (draw.chance(share)) return plain.add(plainDocument(code));
	const document = withHole(code, draw);
	return document !== undefined && holes.add(document);
}

function addChat([chat], files) {
	const draw = new Draw(seeds.chat);
	const realFunctions = files.flatMap(functionsIn);
	say(`${realFunctions.length} functions of real code can be explained`);
	while (chat.documents < Number(values.conversations)) chat.add(drawConversation(draw, realFunctions), mostChatTokens);
}
