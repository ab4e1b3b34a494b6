import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError, type EngineErrorKind } from '../../src/core/engine/engineError';
import { Roster } from '../../src/core/engine/roster';
import { SpeedMeter } from '../../src/core/metrics/speedMeter';
import { describeError } from '../../src/editor/trouble/describeError';
import { Settings } from '../../src/editor/settings/settings';
import { seenFrom } from '../../src/editor/trouble/seenFrom';
import { registerTroubleNotice } from '../../src/editor/trouble/troubleNotice';

describe('trouble', () => {
	const shown: string[][] = [];
	const original = vscode.window.showWarningMessage;
	let roster: Roster;
	let owned: { dispose(): void }[] = [];

	beforeEach(() => {
		shown.length = 0;
		(vscode.window as { showWarningMessage: unknown }).showWarningMessage = (...words: string[]) => {
			shown.push(words);
			return Promise.resolve(undefined);
		};
		roster = new Roster(new SpeedMeter(() => 0), () => 0);
		const settings = new Settings(() => undefined);
		owned = [settings, registerTroubleNotice(roster, settings)];
	});
	afterEach(() => {
		(vscode.window as { showWarningMessage: unknown }).showWarningMessage = original;
		for (const each of owned) each.dispose();
	});

	const fail = (kind: EngineErrorKind) => roster.fail(new EngineError(kind, 'refused', { place: 'Ollama at 127.0.0.1:11434' }));

	it('is told once for each cause, with the way out as the first button', () => {
		fail('unreachable');
		fail('unreachable');
		assert.deepEqual(shown, [
			[
				[
					'DeepSeek Coder: Ollama at 127.0.0.1:11434 does not answer. Start it with `ollama serve`, or set `deepseekCoder.engine` to `embedded`.',
					// A web window looks from its server, as one over SSH does.
					`Seen from the machine that VS Code is connected to (${vscode.env.remoteName}); 127.0.0.1 means that machine.`,
				].join(' '),
				'Use the Built-in Engine',
				'Show Log',
			],
		]);
		fail('noModel');
		assert.equal(shown.length, 2);
	});

	it('says from which machine was looked, also where the extension runs on the near side of a remote window', () => {
		const near = seenFrom(vscode.ExtensionKind.UI) ?? '';
		assert.match(near, /^Seen from your own machine, not from .+; 127\.0\.0\.1 means your own\.$/);
		assert.ok(near.includes(`(${vscode.env.remoteName})`), near);
		assert.match(seenFrom(vscode.ExtensionKind.Workspace) ?? '', /127\.0\.0\.1 means that machine\.$/);
	});

	it('of one request is told where it was asked', () => {
		fail('promptTooLong');
		fail('busy');
		assert.deepEqual(shown, []);
	});

	it('has words for every kind, each naming the way out', () => {
		const kinds: EngineErrorKind[] = [
			'unreachable',
			'noModel',
			'loadFailed',
			'outOfMemory',
			'promptTooLong',
			'unauthorized',
			'badAnswer',
			'died',
			'busy',
			'engineMissing',
		];
		for (const kind of kinds) assert.match(describeError(new EngineError(kind, 'details')), /[.] \S+|`/, kind);
	});
});
