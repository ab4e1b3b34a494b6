/**
 * A person at the editor: types, asks in the chat, presses Retry, and sees what is shown. Between them and the engines is the extension's own
 * code (roster, staffing, completion, chat, messages); only VS Code itself is not there, and time passes when the test says so.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { notices } from './vscodeStandIn'; // first: what follows asks for `vscode`
import { type Answer } from '../../src/core/chat/conversation';
import { ConversationStore } from '../../src/core/chat/conversationStore';
import { complete, type CompletionResult } from '../../src/core/completion/complete';
import { CompletionSession } from '../../src/core/completion/session';
import { situationOf } from '../../src/core/completion/situation';
import { type Engine } from '../../src/core/engine/engine';
import { EngineError } from '../../src/core/engine/engineError';
import { Roster } from '../../src/core/engine/roster';
import { SpeedMeter } from '../../src/core/metrics/speedMeter';
import { type Hardware } from '../../src/core/plan/hardware';
import { Staffing } from '../../src/core/plan/staffing';
import { ChatSession } from '../../src/editor/chat/chatSession';
import { describeError } from '../../src/editor/trouble/describeError';
import { sayEngineDied } from '../../src/editor/trouble/engineDeath';
import { registerTroubleNotice } from '../../src/editor/trouble/troubleNotice';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { ConversationFolder } from '../../src/host/conversationFolder';
import { type ToPanel } from '../../src/protocol/panel';

const gibibyte = 2 ** 30;
const hardware: Hardware = { gpus: [], ram: { totalBytes: 16 * gibibyte, freeBytes: 12 * gibibyte }, cores: 2, notes: [] };

const [before, after] = ['export function add(first: number, second: number): number {\n\treturn ', ';\n}\n'];

export class Person {
	readonly roster: Roster;
	readonly staffing: Staffing;
	private readonly chat: ChatSession;
	private readonly session = new CompletionSession();
	private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-person-'));
	private readonly owned: { dispose(): void }[] = [];
	private readonly alarms = new Map<() => Promise<void>, number>();
	private readonly seenBefore = notices.length;
	/** Called with all that the chat's page is told. */
	hears: (message: ToPanel) => void = () => undefined;
	private time = 0;
	private files = 0;

	constructor(readonly engines: readonly Engine[]) {
		const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
		const now = () => this.time;
		this.roster = new Roster(new SpeedMeter(() => performance.now()), now);
		this.staffing = new Staffing({
			engines: () => this.engines,
			probe: () => Promise.resolve(hardware),
			settings: () => ({ reserveBytes: 0 }),
			threads: () => 1,
			readFacts: () => Promise.resolve(undefined),
			roster: this.roster,
			log: silent,
			later: (wake, milliseconds) => {
				this.alarms.set(wake, this.time + milliseconds);
				return () => this.alarms.delete(wake);
			},
		});
		const settings = { set: () => Promise.resolve() } as unknown as Parameters<typeof registerTroubleNotice>[1];
		this.owned.push(this.staffing, registerTroubleNotice(this.roster, settings));
		for (const engine of engines) {
			if (engine instanceof EmbeddedEngine) this.owned.push(engine.onDidDie(death => void sayEngineDied(death)));
		}
		this.chat = new ChatSession(
			{
				store: new ConversationStore(new ConversationFolder(this.folder), () => crypto.randomUUID()),
				serve: signal => this.roster.serve('chat', signal),
				model: () => ({ label: '', isDemo: true, state: 'ready', ...this.problem }),
				log: silent as unknown as ConstructorParameters<typeof ChatSession>[0]['log'],
				describeError,
				language: () => 'en',
			},
			message => this.hears(message),
		);
	}

	static async sitsDown(...engines: readonly Engine[]): Promise<Person> {
		const person = new Person(engines);
		await person.staffing.refresh();
		return person;
	}

	get now(): number {
		return this.time;
	}

	/** What popped up, without the buttons. */
	get notices(): readonly string[] {
		return notices.slice(this.seenBefore).map(([message = '']) => message);
	}

	/** What the status bar says, in the words of its tooltip where something is wrong. */
	get status(): string {
		return this.problem?.problem ?? this.roster.state.kind;
	}

	/** A file is opened and something typed into it: the same each time, with the same answer, and never one that is remembered. */
	type(signal = new AbortController().signal): Promise<CompletionResult> {
		const situation = situationOf({
			uri: `file:///${this.files++}.ts`,
			languageId: 'typescript',
			version: 1,
			trigger: 'automatic',
			before,
			beforeStart: { line: 0, character: 0 },
			after,
			lineEnding: '\n',
			hasSelection: false,
			cursors: 1,
			tabSize: 4,
		});
		const clock = { now: () => performance.now(), delay: (_: number, stop?: AbortSignal) => Promise.resolve(stop?.aborted !== true) };
		const services = {
			serve: (stop: AbortSignal) => this.roster.serve('completion', stop),
			session: this.session,
			clock,
			isPaused: () => false,
		};
		return complete(situation, { enabled: true, trigger: 'automatic', maxLines: 12, timeTargetMs: 60_000 }, services, signal);
	}

	/** What is shown, or why nothing is. */
	async sees(signal?: AbortSignal): Promise<string> {
		const result = await this.type(signal);
		await result.settled;
		return result.kind === 'shown' ? result.item.text : `(${result.reason})`;
	}

	async asks(text = 'hi'): Promise<Answer> {
		await this.chat.ask({ id: crypto.randomUUID(), role: 'user', text, task: 'ask' });
		return this.lastAnswer;
	}

	/** The button under an answer that failed. */
	async retries(): Promise<Answer> {
		await this.chat.retry(this.lastAnswer.id);
		return this.lastAnswer;
	}

	stopsAnswer(): void {
		this.chat.stop();
	}

	startsNewChat(): void {
		this.chat.startNew();
	}

	/** Time goes by, and what waited for it happens. */
	async waits(milliseconds: number): Promise<void> {
		this.time += milliseconds;
		for (const [wake, at] of this.alarms) {
			if (at > this.time) continue;
			this.alarms.delete(wake);
			await wake();
		}
	}

	async leaves(): Promise<void> {
		await this.chat.close();
		for (const each of this.owned) each.dispose();
		for (const engine of this.engines) engine.dispose();
		rmSync(this.folder, { recursive: true, force: true });
	}

	private get problem(): { readonly problem: string } | undefined {
		const { state } = this.roster;
		return state.kind === 'trouble' ? { problem: describeError(state.error) } : undefined;
	}

	private get lastAnswer(): Answer {
		const last = this.chat.turns.at(-1);
		if (last?.role !== 'assistant') throw new EngineError('failed', 'the chat has no answer');
		return last;
	}
}
