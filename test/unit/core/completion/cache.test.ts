import assert from 'node:assert/strict';
import { CompletionCache, typedSince, type Question, type Remembered } from '../../../../src/core/completion/cache';

const question = (prefix: string, suffix = '\n'): Question => ({ model: 'm', uri: 'u', prefix, suffix });
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

	it('forgets the oldest', () => {
		const cache = new CompletionCache();
		for (let number = 0; number < 200; number++) cache.remember(entry(`a${number} = `, `${number}`));
		assert.equal(cache.size, 64);
		assert.equal(cache.find(question('a0 = ')), undefined);
		assert.notEqual(cache.find(question('a199 = ')), undefined);
	});
});
