/**
 * The demo model is asked in the form it was taught: the prompts that the extension sends and the prompts of the training documents
 * (scripts/demoModel) are the same tokens, in the vocabulary of the file that is shipped.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { askAbout } from '../../../scripts/demoModel/chat/askAbout.mjs';
import { drawConversation } from '../../../scripts/demoModel/chat/drawConversation.mjs';
import { defaultSystem, systemSentences, wordings } from '../../../scripts/demoModel/chat/wordings.mjs';
import { Draw } from '../../../scripts/demoModel/code/draw.mjs';
import { withHole } from '../../../scripts/demoModel/documents/cutHole.mjs';
import { Shard } from '../../../scripts/demoModel/documents/shard.mjs';
import { chatDocument, completionDocument, type Part } from '../../../scripts/demoModel/documents/trainingDocument.mjs';
import { beginning, idOf, vocabularyIn } from '../../../scripts/demoModel/vocabulary/vocabulary.mjs';
import { readGguf } from '../../../scripts/lib/gguf.mjs';
import { inRoot } from '../../../scripts/lib/root.mjs';
import { type Conversation, type Question, type Task } from '../../../src/core/chat/conversation';
import { promptTurns } from '../../../src/core/chat/prompts';
import { type InstalledModel } from '../../../src/core/engine/engine';
import { type Prompt } from '../../../src/core/engine/prompt';
import { chatPrompt } from '../../../src/core/models/dialect';
import { describeModel, readModelFile } from '../../../src/engines/embedded/modelFiles';
import { promptTokens, type Vocabulary } from '../../../src/engines/embedded/promptTokens';
import { at, completeAt, pieces, ScriptedModel } from '../core/completion/scripted';

const file = inRoot('media', 'demo-model', 'demo.gguf');
const gguf = readGguf(fs.readFileSync(file));
const vocabulary = vocabularyIn(gguf);
const shard = new Shard(vocabulary);
const ofTheEngine: Vocabulary = {
	beginning: idOf(vocabulary, beginning),
	tokenize: shard.encode,
	specialToken: text => (vocabulary.types[vocabulary.tokens.indexOf(text)] === 3 ? vocabulary.tokens.indexOf(text) : undefined),
};

const sent = (prompt: Prompt) => promptTokens(prompt, ofTheEngine).map(id => vocabulary.tokens[id]);
const trained = ({ prompt }: { prompt: readonly Part[] }) => shard.ids(prompt).map(id => vocabulary.tokens[id]);

const plainText = (parts: readonly Part[]) => parts.filter(part => typeof part === 'string').join('');

describe('what the demo model is asked with', () => {
	let demo: InstalledModel;
	before(async () => {
		demo = describeModel(file, 'demo.gguf', await readModelFile(file), true);
	});

	const source = { label: 'src/cart.ts', languageId: 'typescript', code: 'function two(cart) {\n  return cart.count * 2;\n}' };
	const question = (task: Task, words = ''): Question => ({
		id: task,
		role: 'user',
		text: words,
		task,
		source: { ...source, uri: 'file:///w/src/cart.ts', startLine: 1, endLine: 3 },
	});
	const asTaught = (words: string, isTurkish: boolean) =>
		askAbout(words, { file: source.label, language: source.languageId, code: source.code }, isTurkish);
	const sentInChat = (conversation: Conversation, language: string) =>
		sent(chatPrompt(demo.family, promptTurns(demo, conversation, language)));

	const sentToComplete = async (text: string) => {
		const model = new ScriptedModel(() => pieces('x'), 'stop', demo);
		await completeAt(at(text), model);
		const [request] = model.requests;
		assert.ok(request, 'nothing was asked');
		return sent(request.prompt);
	};

	const documents = {
		'in the middle of a line': 'export function sum(a: number, b: number) {\n  return a $0;\n}\n',
		'in an empty body': 'class Cart {\n  constructor(private items: Item[]) {}\n\n  total() {\n    $0\n  }\n}\n',
		'at the end of the file': 'const names = people.map(person => person.name);\nconst first = $0',
	};
	for (const [where, text] of Object.entries(documents)) {
		it(`for a completion ${where} is, token by token, the prompt of a training document`, async () => {
			const [prefix = '', suffix = ''] = text.split('$0');
			const expected = trained(completionDocument(prefix, 'x', suffix));
			assert.deepEqual(await sentToComplete(text), expected);
			assert.deepEqual(expected.slice(0, 2), ['<｜begin▁of▁sentence｜>', '<｜fim▁begin｜>']);
			assert.equal(expected.at(-1), '<｜fim▁end｜>');
		});
	}

	it('has one hole, also where the code spells another', async () => {
		const code = 'const hole = "<｜fim▁hole｜>";\n';
		const holes = (tokens: readonly (string | undefined)[]) => tokens.filter(token => token === '<｜fim▁hole｜>').length;
		assert.equal(holes(await sentToComplete(`${code}const end = $0\n`)), 1);
		assert.equal(holes(trained(completionDocument(`${code}const end = `, '1', '\n'))), 1);
	});

	const taught = ['explain', 'test', 'document', 'fix', 'problem'] as const;
	for (const task of taught) {
		it(`for the task "${task}" is, in English and in Turkish, the prompt of a training document`, () => {
			for (const [language, isTurkish] of [
				['en', false],
				['tr', true],
			] as const) {
				const key = isTurkish ? 'turkish' : 'english';
				const instruction = asTaught(wordings[task][key][0] ?? '', isTurkish);
				const expected = trained(chatDocument(systemSentences[key][0] ?? '', [{ instruction, answer: '' }]));
				assert.deepEqual(sentInChat([question(task)], language), expected);
			}
		});
	}

	it('goes on in a conversation as training documents of several turns do', () => {
		const answer = '`two` is a JavaScript function.';
		const turns = [
			{ instruction: asTaught('Explain the selected code.', false), answer },
			{ instruction: 'Which model are you?', answer: '' },
		];
		const conversation: Conversation = [
			question('explain'),
			{ id: 'a', role: 'assistant', text: answer, outcome: { kind: 'done', figures: '' } },
			{ id: 'q', role: 'user', text: 'Which model are you?', task: 'ask' },
		];
		assert.deepEqual(sentInChat(conversation, 'en'), trained(chatDocument(systemSentences.english[0] ?? '', turns)));
	});

	it('is what the training really draws, for each kind of document', () => {
		const draw = new Draw(1);
		const conversations = Array.from({ length: 3000 }, () => plainText(drawConversation(draw, []).prompt));
		const howMany = (text: string) => conversations.filter(each => each.includes(text)).length;
		for (const key of ['english', 'turkish'] as const) {
			assert.ok(howMany(`${systemSentences[key][0]}\n### Instruction:\n`) > conversations.length / 10, key);
			for (const task of taught) {
				const asked = `### Instruction:\n${wordings[task][key][0]}\n${key === 'turkish' ? 'Dosya' : 'File'}: `;
				assert.ok(howMany(asked) > 0, `${task} in ${key}`);
			}
		}
		const hole = withHole('const total = prices.reduce((sum, price) => sum + price, 0);\n', draw);
		assert.ok(hole);
		assert.equal(trained(hole).at(-1), '<｜fim▁end｜>');
	});

	it('is in the file too, as the template that other programs ask with', () => {
		assert.ok(String(gguf.value('tokenizer.chat_template')).includes(`{{'${defaultSystem}\\n'}}`));
	});
});

describe('a training document', () => {
	it('is kept with its hole and its first token to learn, so that the jump to the middle can be taught', () => {
		const kept = new Shard(vocabulary);
		kept.add(completionDocument('let a = ', 'b + c;', '\nlet d;'));
		const [start = -1, length = 0, hole = 0, answer = 0] = kept.index;
		const texts = kept.tokens.map(id => vocabulary.tokens[id]);
		assert.equal(start, 0);
		assert.equal(length, texts.length);
		assert.equal(texts[hole], '<｜fim▁hole｜>');
		assert.equal(texts[answer - 1], '<｜fim▁end｜>');
		assert.deepEqual(kept.tokens.slice(answer, -1), kept.encode('b + c;'));
		assert.equal(texts.at(-1), '<|EOT|>');
	});
});
