import assert from 'node:assert/strict';
import { jsonGrammar } from '../../../../src/engines/embedded/jsonGrammar';

describe('jsonGrammar', () => {
	const linesOf = (schema: Parameters<typeof jsonGrammar>[0]) => jsonGrammar(schema).split('\n');

	it('writes what is required always, the rest or not, in the order of the schema', () => {
		const properties = { path: { const: 'a' }, line: { type: 'integer' }, all: { type: 'boolean' } };
		assert.deepEqual(linesOf({ type: 'object', properties, required: ['path'] }), [
			'root ::= rule-8',
			'boolean ::= "true" | "false"',
			'rule-1 ::= "\\"all\\"" ":" " "? boolean "" | ""',
			'rule-2 ::= "," " "? "\\"all\\"" ":" " "? boolean "" | ""',
			'integer ::= "-"? ("0" | [1-9] [0-9]{0,15})',
			'rule-4 ::= "\\"line\\"" ":" " "? integer rule-2 | rule-1',
			'rule-5 ::= "," " "? "\\"line\\"" ":" " "? integer rule-2 | rule-2',
			'rule-6 ::= "\\"path\\"" ":" " "? "\\"a\\"" rule-5',
			'rule-7 ::= "," " "? "\\"path\\"" ":" " "? "\\"a\\"" rule-5',
			'rule-8 ::= "{" rule-6 "}"',
		]);
	});

	it('writes constants as JSON has them, quotes and backslashes escaped once more', () => {
		assert.deepEqual(linesOf({ enum: ['say "hi"', 1, null, { a: [] }] }), [
			'root ::= rule-0',
			String.raw`rule-0 ::= "\"say \\\"hi\\\"\"" | "1" | "null" | "{\"a\":[]}"`,
		]);
	});

	it('keeps special tokens out of strings', () => {
		assert.match(jsonGrammar({ type: 'string' }), /\[\^[^\]]*\\uFF5C\]/);
	});

	it('says which type there is not', () => {
		assert.throws(() => jsonGrammar({ type: 'elephant' }), /elephant/);
	});
});
