/**
 * A process that chats, to be killed: asks, streams answers, renames, deletes and opens conversations, through the code the extension saves
 * with. After every save that is done it says on its standard output, in one line of JSON, what is on the disk from then on.
 * Arguments: the folder, and a seed.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { type Conversation, withOutcome, withText, withTurns } from '../../src/core/chat/conversation';
import { ConversationStore } from '../../src/core/chat/conversationStore';
import { KeptConversation } from '../../src/core/chat/keptConversation';
import { ConversationFolder } from '../../src/host/conversationFolder';
import { seededRandom } from '../../src/lab/random';
import { type Saved } from './saved';

const [folder = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const store = new ConversationStore(new ConversationFolder(folder), randomUUID);

void chat();

async function chat(): Promise<void> {
	for (;;) {
		const { entries } = await store.list();
		const known = entries[Math.floor(random() * entries.length)];
		const goesOn = known !== undefined && random() < 0.6;
		const kept = keep(goesOn ? await store.open(known.id) : undefined);
		await ask(kept);
		if (random() < 0.2) {
			await kept.rename(`Name ${Math.floor(random() * 1e6)}`);
			say(kept);
		}
		if (random() < 0.1) await forget(kept);
	}
}

async function ask(kept: KeptConversation): Promise<void> {
	const id = randomUUID();
	const answerId = `answer-${id}`;
	const question = { id, role: 'user', text: `Question ${id}`, task: 'ask' } as const;
	await kept.change(withTurns(kept.turns, question, { id: answerId, role: 'assistant', text: '' }));
	say(kept);
	// Long enough for a file of several blocks, so that a write can be caught half way.
	const pieces = 5 + Math.floor(random() * 20);
	for (let piece = 0; piece < pieces; piece++) {
		const turns: Conversation = withText(kept.turns, answerId, `${piece} `.repeat(Math.floor(random() * 4000)));
		if (random() < 0.5) {
			await kept.change(turns);
			say(kept);
		} else {
			kept.grow(turns);
		}
	}
	await kept.change(withOutcome(kept.turns, answerId, { kind: 'done', figures: '' }));
	say(kept);
}

async function forget(kept: KeptConversation): Promise<void> {
	// Said before: from now on it may be gone.
	write({ id: kept.id, turns: [], mayBeGone: true });
	await store.delete(kept.id);
}

function keep(stored: ConstructorParameters<typeof KeptConversation>[1]): KeptConversation {
	const onError = (error: unknown) => {
		write({ id: '', turns: [], error: String(error) });
		process.exit(1);
	};
	return new KeptConversation({ store, newId: randomUUID, date: Date.now, now: () => performance.now(), onError }, stored);
}

function say(kept: KeptConversation): void {
	write({ id: kept.id, turns: kept.turns.map(({ id, text }) => ({ id, length: text.length })) });
}

/** Not `console.log`, which may still hold a line when the process is killed. */
function write(saved: Saved): void {
	writeSync(1, `${JSON.stringify(saved)}\n`);
}
