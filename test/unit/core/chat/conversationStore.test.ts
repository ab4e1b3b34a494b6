/** Conversations on a real disk: saved, listed, spoilt, shared by two windows, deleted and brought back. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Conversation, type Question } from '../../../../src/core/chat/conversation';
import { ConversationStore } from '../../../../src/core/chat/conversationStore';
import { type StoredConversation } from '../../../../src/core/chat/storedConversation';
import { ConversationFolder } from '../../../../src/host/conversationFolder';

const turns = (question: string, answer = 'Yes.'): Conversation => [
	{ id: 'q1', role: 'user', text: question, task: 'ask' },
	{ id: 'a1', role: 'assistant', text: answer, outcome: { kind: 'done', figures: '1 token' } },
];
const stored = (id: string, updated: number, question = `${id}?`): StoredConversation => ({
	id,
	created: 1,
	updated,
	turns: turns(question),
});

describe('ConversationStore', () => {
	let folder: string;
	let ids: number;
	beforeEach(() => {
		folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-chats-')), 'chats');
		ids = 0;
	});
	afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

	const open = () => new ConversationStore(new ConversationFolder(folder), () => `new${++ids}`);
	const names = () => readdirSync(folder).sort();
	const titles = async (store = open()) => (await store.list()).entries.map(({ title }) => title);

	it('is empty before the first conversation, and makes no folder for that', async () => {
		assert.deepEqual(await open().list(), { entries: [], setAside: [] });
		assert.throws(() => names());
	});

	it('gives back what was saved, the newest first, named by the first question', async () => {
		const store = open();
		await store.save(stored('one', 10, 'How?\nAnd why?'));
		await store.save(stored('two', 20));
		assert.deepEqual(await titles(), ['two?', 'How?']);
		assert.deepEqual(await open().open('one'), stored('one', 10, 'How?\nAnd why?'));
		await store.save({ ...stored('one', 30), title: 'Mine' });
		assert.deepEqual(await titles(), ['Mine', 'two?']);
	});

	it('gives back all that a question was asked with', async () => {
		const source = { uri: 'file:///a.ts', label: 'a.ts', languageId: 'typescript', startLine: 2, endLine: 2, code: 'let a;' };
		const question: Question = {
			...{ id: 'q1', role: 'user', text: 'Fix it: the name', task: 'fix', wish: 'the name', wantsReasoning: true, source, note: 'Cut.' },
			attachments: [{ ...source, kind: 'selection' }],
		};
		const asked = { ...stored('one', 1), turns: [question] };
		await open().save(asked);
		assert.deepEqual(await open().open('one'), asked);
	});

	it('reads an answer that was cut off by a crash as stopped', async () => {
		const [question] = turns('How?');
		await open().save({ ...stored('one', 1), turns: [question!, { id: 'a1', role: 'assistant', text: 'Half an', thinking: 'Hm' }] });
		assert.deepEqual((await open().open('one'))?.turns[1], {
			id: 'a1',
			role: 'assistant',
			text: 'Half an',
			thinking: 'Hm',
			outcome: { kind: 'stopped', figures: '' },
		});
	});

	it('makes its index again when it is gone, spoilt or behind', async () => {
		await open().save(stored('one', 1));
		assert.deepEqual(await titles(), ['one?']);
		for (const spoil of [() => rmSync(path.join(folder, 'index.json')), () => writeFileSync(path.join(folder, 'index.json'), '{"vers')]) {
			spoil();
			assert.deepEqual(await titles(), ['one?']);
		}
		const behind = readFileSync(path.join(folder, 'index.json'));
		await open().save(stored('two', 2));
		writeFileSync(path.join(folder, 'index.json'), behind);
		assert.deepEqual(await titles(), ['two?', 'one?']);
	});

	it('reads only the files that changed', async () => {
		for (const id of ['one', 'two', 'three']) await open().save(stored(id, 1));
		await open().list();
		const read: string[] = [];
		class Counting extends ConversationFolder {
			override read(name: string): Promise<string | undefined> {
				read.push(name);
				return super.read(name);
			}
		}
		await open().save(stored('two', 2));
		await new ConversationStore(new Counting(folder), () => '').list();
		// The save above made another conversation of it, as that store had never read the first.
		assert.deepEqual(read, ['index.json', 'new1.json']);
	});

	it('sets a file aside that it can not read, under a name that is free, and keeps the others', async () => {
		await open().save(stored('good', 1));
		for (const [index, text] of [
			'{"version":1,"id":"bad"',
			'',
			'[]',
			'{"version":1,"id":"bad","created":1,"updated":1,"turns":[{}]}',
		].entries()) {
			writeFileSync(path.join(folder, 'bad.json'), text);
			const { entries, setAside } = await open().list();
			const name = index === 0 ? 'bad.unreadable' : `bad.unreadable-${index + 1}`;
			assert.deepEqual([entries.map(({ id }) => id), setAside], [['good'], [name]]);
			assert.equal(readFileSync(path.join(folder, name), 'utf8'), text);
			assert.deepEqual((await open().list()).setAside, [], 'said once');
		}
	});

	it('leaves a file of a later version alone', async () => {
		await open().save(stored('one', 1));
		writeFileSync(path.join(folder, 'later.json'), '{"version":2}');
		assert.deepEqual((await open().list()).setAside, []);
		assert.ok(names().includes('later.json'));
	});

	it('makes two conversations of one that two windows went on with', async () => {
		await open().save(stored('one', 1));
		const [here, there] = [open(), open()];
		await here.open('one');
		await there.open('one');
		assert.equal(await here.save(stored('one', 2, 'Here?')), 'one');
		const id = await there.save(stored('one', 3, 'There?'));
		assert.equal(id, 'new1');
		assert.equal(await there.save(stored(id, 4, 'There again?')), id);
		assert.deepEqual(await titles(), ['There again?', 'Here?']);
	});

	it('does not overwrite what another window wrote after only a look at it', async () => {
		const store = open();
		await store.save(stored('one', 1));
		const other = open();
		await other.open('one');
		await other.save(stored('one', 2, 'Other?'));
		await store.peek('one');
		assert.equal(await store.save(stored('one', 3, 'Ours?')), 'new1');
	});

	it('deletes, and brings back as long as it was not told to forget', async () => {
		const store = open();
		await store.save(stored('one', 1));
		for (let round = 0; round < 2; round++) {
			await store.delete('one');
			assert.deepEqual(await titles(), []);
			await store.undelete('one');
			assert.deepEqual(await titles(), ['one?']);
		}
		await store.delete('one');
		await store.forgetDeleted();
		await store.undelete('one');
		assert.deepEqual(names(), ['index.json']);
	});

	it('sweeps what a crash left half written, but not what another window may be writing', async () => {
		await open().save(stored('one', 1));
		for (const name of ['old', 'young']) writeFileSync(path.join(folder, `one.json.${name}.unfinished`), '{"ver');
		utimesSync(path.join(folder, 'one.json.old.unfinished'), 0, 0);
		assert.deepEqual(await titles(), ['one?']);
		assert.deepEqual(names(), ['index.json', 'one.json', 'one.json.young.unfinished']);
	});

	it('says when the disk refuses, and keeps the old file', async () => {
		const store = open();
		await store.save(stored('one', 1));
		rmSync(folder, { recursive: true });
		writeFileSync(folder, 'a file where the folder was');
		await assert.rejects(store.save(stored('one', 2)));
	});
});
