import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Conversation, withText } from '../../../../src/core/chat/conversation';
import { ConversationStore } from '../../../../src/core/chat/conversationStore';
import { KeptConversation } from '../../../../src/core/chat/keptConversation';
import { SaveSchedule } from '../../../../src/core/chat/saveSchedule';
import { ConversationFolder } from '../../../../src/host/conversationFolder';
import { eventually } from '../../../support/eventually';

const asked: Conversation = [
	{ id: 'q1', role: 'user', text: 'How?', task: 'ask' },
	{ id: 'a1', role: 'assistant', text: '' },
];

describe('KeptConversation', () => {
	let folder: string;
	let store: ConversationStore;
	let errors: unknown[];
	beforeEach(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-kept-'));
		store = new ConversationStore(new ConversationFolder(folder), () => 'other');
		errors = [];
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	const keep = (from = store) =>
		new KeptConversation({
			store: from,
			newId: () => 'kept',
			date: () => 5,
			now: () => performance.now(),
			onError: error => errors.push(error),
		});
	const onDisk = async () => (await store.peek('kept'))?.turns.map(({ text }) => text);

	it('has no file while nothing was asked, and has one at once when something was', async () => {
		const kept = keep();
		await kept.flush();
		assert.equal(await onDisk(), undefined);
		await kept.change(asked);
		assert.deepEqual(await onDisk(), ['How?', '']);
		assert.equal(kept.title, 'How?');
	});

	it('saves a growing answer by itself', async () => {
		const kept = keep();
		await kept.change(asked);
		kept.grow(withText(kept.turns, 'a1', 'So'));
		await eventually('the text on the disk', async () => (await onDisk())?.[1] === 'So');
		kept.grow(withText(kept.turns, 'a1', '.'));
		await kept.flush();
		assert.deepEqual(await onDisk(), ['How?', 'So.']);
	});

	it('is named by its first question until somebody gives it a name', async () => {
		const kept = keep();
		await kept.change(asked);
		await kept.rename('Mine');
		assert.deepEqual([kept.title, (await store.peek('kept'))?.title], ['Mine', 'Mine']);
		await kept.rename('');
		assert.equal(kept.title, 'How?');
	});

	it('goes from the disk when its last question was deleted, and comes back with it', async () => {
		const kept = keep();
		await kept.change(asked);
		await kept.change([]);
		assert.deepEqual((await store.list()).entries, []);
		await kept.change(asked);
		assert.deepEqual(await onDisk(), ['How?', '']);
	});

	it('goes on under another name when another window wrote to its file', async () => {
		const kept = keep();
		await kept.change(asked);
		const other = new ConversationStore(new ConversationFolder(folder), () => '');
		await other.open('kept');
		await other.save({ id: 'kept', created: 5, updated: 6, turns: asked.slice(0, 1) });
		await kept.change(withText(asked, 'a1', 'Ours'));
		assert.equal(kept.id, 'other');
		assert.equal((await store.peek('other'))?.turns[1]?.text, 'Ours');
	});

	it('says what the disk refused, and goes on', async () => {
		const broken = keep(new ConversationStore(new ConversationFolder(path.join(folder, 'no\0folder')), () => ''));
		await broken.change(asked);
		assert.equal(errors.length, 1);
		assert.equal(broken.turns, asked);
	});
});

describe('SaveSchedule', () => {
	it('saves the first change at once, those that follow together, and never more often than it may', async () => {
		const clock = { now: 0 };
		const saves: number[] = [];
		const schedule = new SaveSchedule(
			() => Promise.resolve(void saves.push(clock.now)),
			50,
			() => clock.now,
		);
		for (let change = 0; change < 100; change++) schedule.soon();
		await eventually('the first save', () => saves.length === 1);
		clock.now = 10;
		for (let change = 0; change < 100; change++) schedule.soon();
		await eventually('the second save', () => saves.length === 2);
		clock.now = 20;
		schedule.soon();
		await schedule.flush();
		assert.deepEqual(saves, [0, 10, 20]);
	});

	it('does not queue saves behind one that hangs', async () => {
		let release: () => void = () => undefined;
		let saves = 0;
		const hanging = new Promise<void>(resolve => (release = resolve));
		const schedule = new SaveSchedule(
			() => (++saves === 1 ? hanging : Promise.resolve()),
			0,
			() => 0,
		);
		const first = schedule.flush();
		await eventually('the save that hangs', () => saves === 1);
		const later = Array.from({ length: 10 }, () => schedule.flush());
		release();
		await Promise.all([first, ...later]);
		assert.equal(saves, 2);
	});
});
