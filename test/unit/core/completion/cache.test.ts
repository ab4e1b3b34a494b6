import assert from 'node:assert/strict';
import { CompletionCache, typedSince, type Question, type Remembered } from '../../../../src/core/completion/cache';

const question = (prefix: string, suffix = '\n', context = ''): Question => ({ model: 'm', uri: 'u', context, prefix, suffix });
const entry = (prefix: string, text: string, suffix = '\n'): Remembered => ({
	question: question(prefix, suffix),
	result: { text, replaceSuffixLength: 0, isCut: false },
	effects: [],
	request: { rawAnswer: text, tokens: 1 },
});

describe('typedSince', () => {
	it('is what leads from one question to the next', () => {
		assert.equal(typedSince(question('a = '), question('a = '), 'foo()'), '');
		assert.equal(typedSince(question('a = '), question('a = fo'), 'foo()'), 'fo');
		assert.equal(typedSince(question('a = '), question('a = fx'), 'foo()'), undefined);
		assert.equal(typedSince(question('a = '), question('a ='), 'foo()'), undefined);
	});

	it('sees through a window that moved on between the two', () => {
		assert.equal(typedSince(question('line one\nline two\na = '), question('line two\na = f'), 'foo()'), 'f');
	});

	it('sees through brackets that the editor put there, or that were typed over', () => {
		assert.equal(typedSince(question('a = '), question('a = foo(', ')\n'), 'foo(b);'), 'foo(');
		assert.equal(typedSince(question('foo(', ')\n'), question('foo(b)', '\n'), 'b);'), 'b)');
		assert.equal(typedSince(question('foo('), question('foo(b', ' + c\n'), 'b);'), undefined);
		assert.equal(typedSince(question('f(a', ')\n'), question('f(a): T[', ']\n'), '): T[] {'), '): T[');
	});

	it('sees through Enter between two brackets, and through a suffix that is cut at another line', () => {
		assert.equal(typedSince(question('f() {', '}\n'), question('f() {\n\t', '\n}\n'), '\n\treturn 1;'), '\n\t');
		const below = '\n}\n\nfunction next() {\n\treturn second();\n}\n';
		assert.equal(typedSince(question('a = ', below), question('a = f', `${below}last();\n`), 'foo()'), 'f');
		assert.equal(typedSince(question('a = ', below), question('a = f', `more();${below}`), 'foo()'), undefined);
	});
});

describe('CompletionCache', () => {
	it('prefers the very question to one typed into', () => {
		const cache = new CompletionCache();
		cache.remember(entry('a = f', 'oreign()'));
		cache.remember(entry('a = ', 'foo()'));
		assert.equal(cache.find(question('a = f'))?.typed, '');
	});

	it('prefers the latest answer that is typed into', () => {
		const cache = new CompletionCache();
		cache.remember(entry('a = ', 'foo()'));
		cache.remember(entry('a = f', 'or()'));
		assert.equal(cache.find(question('a = fo'))?.entry.question.prefix, 'a = f');
	});

	it('has nothing to say once the answer is typed to its end', () => {
		const cache = new CompletionCache();
		cache.remember(entry('a = ', 'foo()'));
		assert.equal(cache.find(question('a = foo()')), undefined);
	});

	it('is asked with other files’ code: once that has changed, an answer counts no more', () => {
		const cache = new CompletionCache();
		cache.remember(entry('a = ', 'foo()'));
		assert.equal(cache.find(question('a = ', '\n', 'new'))?.typed, undefined);
		assert.equal(cache.find(question('a = f', '\n', 'new'))?.typed, undefined);
		assert.equal(cache.has(question('a = ')), true);
		assert.equal(cache.find(question('a = '))?.typed, '');
	});

	it('goes on with what is shown, typed on or back, although other files’ code has changed meanwhile', () => {
		const cache = new CompletionCache();
		cache.remember(entry('a = ', 'foo()'));
		assert.equal(cache.find(question('a = f'))?.typed, 'f');
		assert.equal(cache.find(question('a = fo', '\n', 'new'))?.typed, 'fo');
		assert.equal(cache.find(question('a = f', '\n', 'newer'))?.typed, 'f');
		assert.equal(cache.find(question('a = f', '\n', 'newest')), undefined, 'asked again at the same place');
		assert.equal(cache.find(question('a = fo', '\n', 'newest')), undefined, 'shown no more');
	});

	it('takes what was waited for, whatever has changed since it was sent', () => {
		const cache = new CompletionCache();
		const sent = entry('a = ', 'foo()');
		cache.remember(sent);
		assert.equal(cache.find(question('a = f', '\n', 'new'), sent.request)?.typed, 'f');
		assert.equal(cache.find(question('a = ', '\n', 'new'), sent.request)?.typed, '');
	});

	it('keeps an answer for each state of other files', () => {
		const cache = new CompletionCache();
		for (const context of ['one', 'two']) cache.remember({ ...entry('a = ', context), question: question('a = ', '\n', context) });
		for (const context of ['one', 'two'])
			assert.deepEqual(cache.find(question('a = ', '\n', context))?.entry.result, { text: context, replaceSuffixLength: 0, isCut: false });
	});

	it('forgets the oldest', () => {
		const cache = new CompletionCache();
		for (let number = 0; number < 200; number++) cache.remember(entry(`a${number} = `, `${number}`));
		assert.equal(cache.size, 64);
		assert.equal(cache.find(question('a0 = ')), undefined);
		assert.notEqual(cache.find(question('a199 = ')), undefined);
	});
});
