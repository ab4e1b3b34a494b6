/** The binding alone, in a process of its own (bareBinding.mjs). */
import { fork } from 'node:child_process';
import * as path from 'node:path';
import type { Role } from '../../../src/core/engine/engine';
import type { Contender, How, Written } from './contender';
import { residentBytes } from './memory';

interface Reply {
	readonly id: number;
	readonly hasBegun?: boolean;
	readonly loadMilliseconds?: number;
	readonly times?: readonly number[];
}

/** A call on its way. */
class Entry {
	begin!: () => void;
	end!: (reply: Reply) => void;
	readonly hasBegun = new Promise<void>(resolve => (this.begin = resolve));
	readonly reply = new Promise<Reply>(resolve => (this.end = resolve));
}

/** With the same threads, context and flash attention as the built-in engine uses. */
export async function bareContender(settings: {
	threads: number;
	contextTokens: number;
	flashAttention: (file: string) => boolean | 'auto';
}): Promise<Contender> {
	const child = fork(path.resolve('test/bench/engine/bareBinding.mjs'), [], { execArgv: [] });
	const waiting = new Map<number, Entry>([[0, new Entry()]]);
	child.on('message', message => {
		const reply = message as Reply;
		const entry = waiting.get(reply.id);
		if (reply.hasBegun) entry?.begin();
		else entry?.end(reply);
	});
	// Without it nothing can be compared, so its end is ours.
	child.once('exit', code => {
		if (code !== 0) throw new Error(`the bare binding's process ended with ${code}`);
	});
	let lastId = 0;
	const call = (name: string, parameters: object) => {
		const id = ++lastId;
		const entry = new Entry();
		waiting.set(id, entry);
		child.send({ id, name, ...parameters });
		return { id, ...entry };
	};
	const ask = (role: Role, text: string, maxTokens: number, { isSampled = false }: How = {}) => {
		const { id, hasBegun, reply } = call('ask', { role, text, maxTokens, isSampled });
		const leave = () => call('leave', { answer: id });
		return { hasBegun, written: reply.then(writtenOf), leave };
	};
	await waiting.get(0)?.reply;
	return {
		name: 'bare binding',
		async load(file) {
			const { threads, contextTokens, flashAttention } = settings;
			const { reply } = call('load', { file, threads, contextTokens, flashAttention: flashAttention(file) });
			return (await reply).loadMilliseconds ?? 0;
		},
		ask: (text, maxTokens, how) => ask('completion', text, maxTokens, how).written,
		async cancel(text, when) {
			const { hasBegun, written, leave } = ask('completion', text, 400);
			await (when === 'writing' ? hasBegun : new Promise(resolve => setTimeout(resolve, when.afterMs)));
			const start = performance.now();
			leave();
			await written;
			return performance.now() - start;
		},
		async completeWhileChatting(chat, text) {
			const answer = ask('chat', chat, 400);
			await answer.hasBegun;
			const { first } = await ask('completion', text, 1).written;
			answer.leave();
			await answer.written;
			return first;
		},
		memory: () => residentBytes(child.pid),
		dispose: () => {
			child.disconnect();
			return Promise.resolve();
		},
	};
}

function writtenOf({ times = [] }: Reply): Written {
	const [first = 0, last = first] = [times[0], times.at(-1)];
	return { first, tokens: times.length - 1, milliseconds: last - first };
}
