/** After an edit that renames, or that changes a function's parameters: where the next one is due, and what the model must say for it. */
import assert from 'node:assert/strict';
import { changeOf, editBetween, type Change } from '../../../../../src/core/completion/nextEdit/change';
import { nextEdit } from '../../../../../src/core/completion/nextEdit/propose';
import { pieces, ScriptedModel } from '../scripted';

function change(before: string, after: string): Change | undefined {
	const edit = editBetween(before, after);
	return edit && changeOf(edit);
}

/** The text after the next edit, which `$0` marks the end of; the cursor is behind the first edit. */
async function after(before: string, now: string, model?: ScriptedModel, languageId = 'typescript'): Promise<string | undefined> {
	const edit = editBetween(before, now);
	const found = edit && changeOf(edit);
	if (!edit || !found) return undefined;
	const from = now
		.split('\n')
		.slice(0, edit.line + edit.after.length)
		.join('\n').length;
	const next = await nextEdit(
		{ text: now, languageId, edit, change: found, from },
		() => Promise.resolve(model),
		new AbortController().signal,
	);
	return next && `${now.slice(0, next.start)}${next.text}$0${now.slice(next.end)}`;
}

describe('what an edit was about', () => {
	it('is a rename when one name became another, once or more', () => {
		assert.deepEqual(change('const total = 1;', 'const sum = 1;'), { kind: 'rename', from: 'total', to: 'sum', isDeclaration: true });
		assert.deepEqual(change('f(total, total)', 'f(sum, sum)'), { kind: 'rename', from: 'total', to: 'sum', isDeclaration: false });
		assert.deepEqual(change('def f(a, b):', 'def f(x, b):'), { kind: 'rename', from: 'a', to: 'x', isDeclaration: true });
		assert.deepEqual(change('total := 1', 'sum := 1'), { kind: 'rename', from: 'total', to: 'sum', isDeclaration: true });
		assert.deepEqual(change('  sayı = 1', '  adet = 1'), { kind: 'rename', from: 'sayı', to: 'adet', isDeclaration: true });
	});

	it('is a new signature when the parameters of a function are others', () => {
		const signature = { kind: 'signature', name: 'area', from: 'w', to: 'w, h' };
		for (const header of ['function area(%) {', 'def area(%):', 'func area(%) int {', 'fn area(%) -> u32 {', '\tarea(%) {'])
			assert.deepEqual(change(header.replace('%', 'w'), header.replace('%', 'w, h')), signature, header);
	});

	it('is nothing of this kind else', () => {
		for (const [before, now] of [
			['const a = 1;', 'const a = 2;'],
			['let a = 1;', 'const a = 1;'],
			['a + b', 'x + y'],
			['', 'const a = 1;'],
			['f(a)', 'f(a, b)'],
			['function f(a) {', 'function f( a ) {'],
			['if (a) {', 'while (a) {'],
		] as const)
			assert.equal(change(before, now), undefined, `${before} → ${now}`);
	});
});

describe('the next edit', () => {
	const file = (name: string) => `const ${name} = sum(items);\n// total is a word\nprint("total", subtotal);\nreturn total * 2;\n`;

	it('is the next use of a renamed declaration, in code only, without asking the model', async () => {
		assert.equal(
			await after(file('total'), file('amount')),
			'const amount = sum(items);\n// total is a word\nprint("total", subtotal);\nreturn amount$0 * 2;\n',
		);
	});

	it('goes on at the top when there is none below', async () => {
		assert.equal(await after('use(a);\nconst a = 1;\n', 'use(a);\nconst b = 1;\n'), 'use(b$0);\nconst b = 1;\n');
	});

	it('is none when the old name is declared somewhere else too', async () => {
		assert.equal(
			await after('const a = 1;\n{\n\tconst a = 2;\n\tuse(a);\n}\n', 'const b = 1;\n{\n\tconst a = 2;\n\tuse(a);\n}\n'),
			undefined,
		);
	});

	it('is asked of the model where a use was changed, with the change before its eyes', async () => {
		const model = new ScriptedModel(() => pieces('sum', '.value'));
		assert.equal(await after('use(total);\nuse(total);\n', 'use(sum);\nuse(total);\n', model), 'use(sum);\nuse(sum$0);\n');
		const [, prefix] = model.requests[0]?.prompt ?? [];
		assert.match(
			typeof prefix === 'string' ? prefix : '',
			/^\/\/ The last change .*\n\/\/ - use\(total\);\n\/\/ \+ use\(sum\);\nuse\(sum\);\nuse\($/,
		);
	});

	it('passes over places where the model says something else', async () => {
		const model: ScriptedModel = new ScriptedModel(() => pieces(model.requests.length === 1 ? 'total' : 'sum'));
		assert.equal(await after('a(t);\nb(t);\nc(t);\n', 'a(sum);\nb(t);\nc(t);\n', model), 'a(sum);\nb(t);\nc(sum$0);\n');
		const other = new ScriptedModel(() => pieces('summary'));
		assert.equal(await after('a(t);\nb(t);\n', 'a(sum);\nb(t);\n', other), undefined);
	});

	it('asks the model for the argument of a new parameter only, with those that stay around it', async () => {
		const model = new ScriptedModel(() => pieces('f(1, 2)', '); // done'));
		const calls = (header: string) => `${header} {\n}\nconst a = area(width);\n`;
		assert.equal(
			await after(calls('function area(w)'), calls('function area(w, h)'), model),
			'function area(w, h) {\n}\nconst a = area(width, f(1, 2)$0);\n',
		);
		assert.match(JSON.stringify(model.requests[0]?.prompt), /const a = area\(width, "/);
		const before = new ScriptedModel(() => pieces('g'));
		assert.equal(
			await after(calls('function area(w)'), calls('function area(h, w)'), before),
			'function area(h, w) {\n}\nconst a = area(g, width$0);\n',
		);
		assert.match(JSON.stringify(before.requests[0]?.prompt), /", width\);/);
	});

	it('takes the argument with its parameter without asking, in calls that have it still', async () => {
		for (const [from, to, call, wanted] of [
			['fn area(&self, a: u8, b: u8)', 'fn area(&self, a: u8)', 'x.area(f(1, 2), 3)', 'x.area(f(1, 2))'],
			['func area(a int, b string)', 'func area(b string)', 'area(1, "a, b")', 'area("a, b")'],
			['function area(a: A, b?: B, c?: C)', 'function area(a: A, c?: C)', 'area([1, 2], two, three)', 'area([1, 2], three)'],
			['def area(self, a, b=1)', 'def area(self, a)', 'x.area(2, 3)', 'x.area(2)'],
		] as const) {
			const text = (header: string) => `${header} {\n}\n${call};\n`;
			assert.equal(await after(text(from), text(to)), `${to} {\n}\n${wanted.replace(/\)$/, '$$0)')};\n`);
		}
	});

	it('is none where a call has what it needs, is not read by position, or would need another order', async () => {
		const model = new ScriptedModel(() => pieces('1'));
		for (const [from, to, call] of [
			['def area(a, b)', 'def area(a)', 'area(2)'],
			['def area(a, b)', 'def area(b)', 'area(2)'],
			['def area(a)', 'def area(a, b)', 'area(2, 3)'],
			['def area(a, b)', 'def area(b, a)', 'area(2, 3)'],
			['def area(a, b)', 'def area(a)', 'area(a=2, b=3)'],
			['def area(a, b)', 'def area(a)', 'area(*both)'],
			['def area(a)', 'def area(a, b)', 'area(1)'],
		] as const) {
			const text = (header: string) => `${header}:\n    pass\n${call}\n`;
			const isAsked = call === 'area(1)';
			assert.equal((await after(text(from), text(to), model, 'python')) === undefined, !isAsked, `${from} → ${to}: ${call}`);
			assert.equal(model.requests.length, isAsked ? 1 : 0);
		}
	});

	it('is none when the model gives another number of arguments than are missing', async () => {
		const calls = (header: string) => `${header}:\n    pass\narea(w)\n`;
		for (const answer of ['', ')', '1, 2)', ', )'])
			assert.equal(
				await after(calls('def area(w)'), calls('def area(w, h)'), new ScriptedModel(() => pieces(answer)), 'python'),
				undefined,
			);
	});

	it('is nothing that the demo model is asked, and needs no model where it is certain', async () => {
		const demo = new ScriptedModel(() => pieces('sum'), 'stop', { isDemo: true });
		assert.equal(await after('use(total);\nuse(total);\n', 'use(sum);\nuse(total);\n', demo), undefined);
		assert.equal(await after('const a = 1;\nuse(a);\n', 'const b = 1;\nuse(a);\n', demo), 'const b = 1;\nuse(b$0);\n');
		assert.equal(demo.requests.length, 0);
	});

	it('is none without a model that fills in', async () => {
		assert.equal(await after('use(total);\nuse(total);\n', 'use(sum);\nuse(total);\n'), undefined);
		const reasoning = new ScriptedModel(() => pieces('sum'), 'stop', { family: 'reason' });
		assert.equal(await after('use(total);\nuse(total);\n', 'use(sum);\nuse(total);\n', reasoning), undefined);
	});
});
