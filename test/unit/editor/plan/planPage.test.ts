import assert from 'node:assert/strict';
import { base, demo, mac, noCard, oneCard, small, twoCards, view } from './machines';

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);

describe('the memory bars of the plan', () => {
	for (const [name, hardware] of Object.entries({ oneCard, twoCards, noCard, mac })) {
		it(`fill each memory to the byte (${name})`, () => {
			const { page } = view(hardware, [base, small]);
			for (const { totalBytes, segments, missingBytes } of page.memories) {
				assert.equal(missingBytes, 0);
				assert.ok(Math.abs(sum(segments.map(({ bytes }) => bytes)) - totalBytes!) < 1);
				assert.ok(segments.every(({ bytes }) => bytes > 0));
			}
		});
	}

	it('hold every byte of both models, spread over two cards by what is free', () => {
		const { page, alternatives } = view(twoCards, [base, small]);
		const chosen = alternatives.filter(({ isChosen }) => isChosen);
		const ours = (kind: 'gpu' | 'ram') =>
			page.memories
				.filter(each => each.kind === kind)
				.map(({ segments }) => sum(segments.filter(each => each.model !== undefined).map(({ bytes }) => bytes)));
		const [first = 0, second = 0] = ours('gpu');
		assert.ok(Math.abs(first + second - sum(chosen.map(({ figures }) => figures.gpuBytes))) < 1);
		assert.ok(Math.abs(first / second - 7 / 11) < 0.001);
		assert.ok(Math.abs(sum(ours('ram')) - sum(chosen.map(({ figures }) => figures.hostBytes))) < 1);
	});

	it('are one where the GPU and the CPU share their memory', () => {
		const { page } = view(mac, [base]);
		assert.deepEqual(
			page.memories.map(({ kind, name }) => [kind, name]),
			[['unified', 'Apple M2 Pro']],
		);
	});

	it('show of two models that take turns the larger one, and its bytes as those of that model', () => {
		const tight = { ...noCard, ram: { totalBytes: 8 * 2 ** 30, freeBytes: 7 * 2 ** 30 } };
		const { page } = view(tight, [base, small], undefined, { completion: base.id, chat: small.id, contextTokens: 4096 });
		assert.match(page.reason, /in turns/);
		const [ram] = page.memories;
		assert.equal(ram?.missingBytes, 0);
		assert.deepEqual(new Set(ram?.segments.flatMap(({ model }) => (model === undefined ? [] : [page.models[model]?.name]))).size, 1);
	});

	it('say how much is missing where not even the demo model has room', () => {
		const { memories } = view({ ...noCard, ram: { totalBytes: 2 ** 32, freeBytes: 2 ** 20 } }, [demo]).page;
		assert.equal(memories[0]?.missingBytes, demo.fileBytes - 2 ** 20);
	});
});

describe('the table of the plan', () => {
	it('marks what runs, recommends what would be better, and offers the buttons that do something', () => {
		const { page } = view(oneCard, [base, small], undefined, { completion: small.id, chat: small.id });
		const [first] = page.rows;
		assert.deepEqual([first?.name, first?.isChosen, first?.roles, first?.action], [small.label, true, ['completes', 'chats'], undefined]);
		const other = page.rows.find(({ name }) => name === base.label);
		assert.equal(other?.action, 'use');
	});

	it('recommends downloads to who has only the demo model, and shows them in the bars', () => {
		const { page } = view(oneCard, [demo]);
		assert.ok(page.isOffer);
		const [first] = page.rows;
		assert.deepEqual([first?.isRecommended, first?.isChosen, first?.action], [true, false, 'download']);
		assert.ok((first?.downloadBytes ?? 0) > 1e9);
		assert.equal(page.models[0]?.name, `${first?.name} ${first?.quantization}`);
	});

	it('has each row once, and says of each model that was not taken why', () => {
		for (const hardware of [oneCard, twoCards, noCard, mac]) {
			const { rows } = view(hardware, [base, small]).page;
			assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
			for (const row of rows) assert.ok(row.isChosen || row.why !== '', `${row.name} ${row.quantization}`);
		}
	});

	it('never offers to download what cannot be loaded', () => {
		const { alternatives, page } = view(oneCard, [demo]);
		const tooBig = alternatives.filter(({ fits }) => !fits).map(({ id }) => id);
		assert.ok(tooBig.length > 0);
		assert.deepEqual(
			page.rows.filter(({ id, action }) => tooBig.includes(id) && action).map(({ name }) => name),
			[],
		);
	});
});

describe('what another context would change', () => {
	it('is nothing before anything is tried', () => {
		const { tryOut } = view(oneCard, [base]).page;
		assert.deepEqual([tryOut.isChanged, tryOut.canKeep, tryOut.changes, tryOut.hint], [false, false, [], undefined]);
	});

	it('is told in figures, and a context can be kept', () => {
		const { tryOut } = view(twoCards, [base], { contextTokens: 16384, kvType: 'auto' }).page;
		assert.ok(tryOut.isChanged && tryOut.canKeep);
		const bytes = tryOut.changes.find(each => each.kind === 'bytes' && each.what === 'gpu');
		assert.ok(bytes?.kind === 'bytes' && bytes.after > bytes.before, 'more context takes more memory');
		assert.ok(tryOut.changes.some(each => each.kind === 'text' && each.what === 'context' && each.after === '16384'));
	});

	it("can be less memory with a smaller cache type, which is the engine's to choose", () => {
		const { tryOut } = view(twoCards, [base], { contextTokens: 'auto', kvType: 'q4_0' }).page;
		const bytes = tryOut.changes.find(each => each.kind === 'bytes' && each.what === 'gpu');
		assert.ok(bytes?.kind === 'bytes' && bytes.after < bytes.before);
		assert.deepEqual([tryOut.canKeep, tryOut.hint], [false, 'hint for q4_0']);
	});

	it('compares with the setting, not with the automatic choice', () => {
		const { tryOut } = view(twoCards, [base], { contextTokens: 'auto', kvType: 'auto' }, { contextTokens: 2048 }).page;
		assert.ok(tryOut.isChanged && tryOut.canKeep);
	});
});
