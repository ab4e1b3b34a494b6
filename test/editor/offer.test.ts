/** The one notification of the first minutes: when it comes, what it says, and that it comes once. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/core/base/emitter';
import type { Engine } from '../../src/core/engine/engine';
import { makePlan } from '../../src/core/plan/makePlan';
import type { Staff } from '../../src/core/plan/staffing';
import type { ModelStore } from '../../src/editor/commands/modelStore';
import { Offer, offersOf, offerText, type OfferDeps } from '../../src/editor/plan/offer';
import { eventually } from '../support/eventually';
import { base, demo, noCard, oneCard, settings } from '../unit/editor/plan/machines';

const staffOf = (hardware: Staff['hardware'], models: Staff['models']): Staff => ({
	hardware,
	models,
	plan: makePlan(hardware, models, settings),
	engine: { id: 'embedded', place: 'built-in engine' } as Engine,
	settings,
});

describe('the offer of a model', () => {
	const shown: string[] = [];
	const downloaded: string[] = [];
	const memory = new Map<string, unknown>();
	const memento = {
		keys: () => [...memory.keys()],
		get: (key: string) => memory.get(key),
		update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
	} as vscode.Memento;
	const real = vscode.window.showInformationMessage;
	let answer: string | undefined;
	let offer: Offer | undefined;
	let asked = 0;

	const store = (isReachable: boolean): ModelStore => ({
		place: 'a store',
		takesAnyName: false,
		isReachable: () => Promise.resolve(++asked > 0 && isReachable),
		nameOf: ({ ollamaTag }) => ollamaTag,
		pull: () => Promise.resolve(),
	});
	const start = (staff: Staff, stores: readonly ModelStore[], more: Partial<OfferDeps> = {}) =>
		(offer = new Offer({
			staffing: { staff, onDidChange: new Emitter<Staff>().event },
			settings: () => settings,
			stores: () => stores,
			memento,
			download: ({ model }) => Promise.resolve(downloaded.push(model) > 0),
			choose: () => Promise.resolve(shown.push('chose')),
			quietMs: 1,
			isFocused: () => true,
			...more,
		}));

	before(() => {
		const listen = (message: string) => Promise.resolve(shown.push(message) > 0 ? answer : undefined);
		Object.assign(vscode.window, { showInformationMessage: listen });
	});
	after(() => Object.assign(vscode.window, { showInformationMessage: real }));
	beforeEach(() => {
		shown.length = downloaded.length = asked = 0;
		memory.clear();
		answer = undefined;
	});
	afterEach(() => offer?.dispose());

	it('names the models, their sizes, the card, its memory and the speed', () => {
		const staff = staffOf(oneCard, [demo]);
		const offers = offersOf(staff);
		assert.match(
			offerText(staff, offers.slice(0, 1), settings),
			/^deepseek-coder .* \(\d+\.\d GB\) fits your RTX 3070 \(7 of 8 GB free\), about \d+ tok\/s\.$/,
		);
		const without = staffOf(noCard, [demo]);
		assert.match(
			offerText(without, offersOf(without).slice(0, 1), settings),
			/\(\d+\.\d GB\) fits this machine \(24 of 32 GB of memory free\), about [\d.]+ tok\/s\.$/,
		);
	});

	it('comes once, and downloads only when told to', async () => {
		start(staffOf(oneCard, [demo]), [store(true)]);
		await eventually('the offer', () => shown.length === 1);
		assert.deepEqual(downloaded, []);
		start(staffOf(oneCard, [demo]), [store(true)]);
		assert.equal(memory.get('modelOffered'), true);
		answer = 'Download';
		memory.clear();
		const staff = staffOf(oneCard, [demo]);
		start(staff, [store(true)]);
		await eventually('the downloads', () => downloaded.length === offersOf(staff).length);
		assert.equal(shown.length, 2);
	});

	it('does not come where nothing can be downloaded, and is kept for later', async () => {
		start(staffOf(oneCard, [demo]), [store(false)]);
		await eventually('the look for a store', () => asked > 0);
		await new Promise(resolve => setImmediate(resolve));
		assert.deepEqual(shown, []);
		assert.equal(memory.get('modelOffered'), undefined);
	});

	it('is not made to who has a model already', () => {
		assert.deepEqual(offersOf(staffOf(oneCard, [base])), []);
	});

	it('opens the list for who wants another', async () => {
		answer = 'Choose…';
		start(staffOf(oneCard, [demo]), [store(true)]);
		await eventually('the list', () => shown.includes('chose'));
		assert.deepEqual(downloaded, []);
	});
});
