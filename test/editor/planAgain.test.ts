/** A model that is slower than predicted: learned from the answers, told once, with the better plan as the way out. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Engine } from '../../src/core/engine/engine';
import { makePlan } from '../../src/core/plan/makePlan';
import type { Staff } from '../../src/core/plan/staffing';
import { LearnedMargin } from '../../src/editor/plan/learnedMargin';
import { LearnedSpeed } from '../../src/editor/plan/learnedSpeed';
import { PlanAgain } from '../../src/editor/plan/planAgain';
import { eventually } from '../support/eventually';
import { base, oneCard, settings, small } from '../unit/editor/plan/machines';

describe('a plan that turns out wrong', () => {
	const shown: string[] = [];
	const values = new Map<string, unknown>();
	const memento = {
		keys: () => [...values.keys()],
		get: (key: string, fallback: unknown) => values.get(key) ?? fallback,
		update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
	} as unknown as vscode.Memento;
	const real = vscode.window.showInformationMessage;
	const fastSmall = { ...small, roles: ['completion', 'chat'] as const };
	const models = [base, fastSmall];
	const staff: Staff = {
		hardware: oneCard,
		models,
		plan: makePlan(oneCard, models, settings),
		engine: { id: 'embedded', place: 'built-in engine' } as Engine,
		settings,
	};
	let refreshed = 0;
	const begin = () =>
		new PlanAgain({
			margin: new LearnedMargin(memento),
			speed: new LearnedSpeed(memento),
			staffing: { staff, refresh: () => Promise.resolve(void refreshed++) },
			memento,
			log: { info: () => undefined },
		});
	const answer = (tokensPerSecond: number) => ({ role: 'completion', tokens: 40, tokensPerSecond }) as const;

	before(() =>
		Object.assign(vscode.window, {
			showInformationMessage: (message: string, button: string) => Promise.resolve(shown.push(message) > 0 && button),
		}),
	);
	after(() => Object.assign(vscode.window, { showInformationMessage: real }));
	beforeEach(() => {
		shown.length = refreshed = 0;
		values.clear();
	});

	it('says the measured and the predicted speed and the model that would be better, once', async () => {
		assert.equal(staff.plan.now.completes?.model, base.id);
		const again = begin();
		for (let count = 0; count < 4; count++) again.measure(answer(4));
		assert.deepEqual(shown, [], 'four slow answers may be an accident');
		for (let count = 0; count < 4; count++) again.measure(answer(4));
		await eventually('the new plan', () => refreshed === 1);
		assert.equal(shown.length, 1);
		assert.match(
			shown[0] ?? '',
			/6\.7B base makes 4\.0 tok\/s here, \d+ were predicted\. With that the plan would take .*1\.3B.*, about [\d.]+ tok\/s\.$/,
		);
		const later = begin();
		for (let count = 0; count < 8; count++) later.measure(answer(4));
		assert.equal(shown.length, 1, 'also in the next window');
	});

	it('says nothing while the speed is as predicted', () => {
		const again = begin();
		const predicted = staff.plan.now.completes?.predicted.tokensPerSecond ?? 0;
		for (let count = 0; count < 8; count++) again.measure(answer(0.9 * predicted));
		assert.deepEqual(shown, []);
	});
});
