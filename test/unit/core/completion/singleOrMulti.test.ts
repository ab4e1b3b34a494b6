import assert from 'node:assert/strict';
import { shapeOf } from '../../../../src/core/completion/singleOrMulti';
import { at } from './scripted';

function shape(document: string, languageId = 'typescript'): string {
	const { kind, because } = shapeOf(at(document, { languageId }));
	return `${kind}: ${because}`;
}

describe('shapeOf', () => {
	it('offers a block where one opens', () => {
		assert.equal(shape('function f() {$0'), 'block: blockOpens');
		assert.equal(shape('function f() {$0}'), 'block: blockOpens');
		assert.equal(shape('items.map(item => {$0})'), 'block: blockOpens');
		assert.equal(shape('def f(a):$0', 'python'), 'block: blockOpens');
		assert.equal(shape('def f(a):  # adds$0', 'python'), 'line: comment');
		assert.equal(shape('items.each do |item|$0', 'ruby'), 'block: blockOpens');
		assert.equal(shape('for f in *; do$0', 'shellscript'), 'block: blockOpens');
		assert.equal(shape('if x then$0', 'lua'), 'block: blockOpens');
	});

	it('offers a block where a statement that will open one is being typed', () => {
		assert.equal(shape('function ad$0'), 'block: headerBegun');
		assert.equal(shape('if (a && $0)'), 'block: headerBegun');
		assert.equal(shape('def fib($0', 'python'), 'block: headerBegun');
		assert.equal(shape('class User$0', 'python'), 'block: headerBegun');
		assert.equal(shape('func (q *Queue) Push$0', 'go'), 'block: headerBegun');
		assert.equal(shape('    pub fn area$0', 'rust'), 'block: headerBegun');
	});

	it('offers a block on the empty line in one, lines on any other empty line', () => {
		assert.equal(shape('function f() {\n\t$0\n}'), 'block: emptyBlock');
		assert.equal(shape('def f():\n    $0', 'python'), 'block: emptyBlock');
		assert.equal(shape('def f():\n    """Adds."""\n    $0', 'python'), 'lines: emptyLine');
		assert.equal(shape('f();\n$0\ng();'), 'lines: emptyLine');
	});

	it('offers no second body', () => {
		assert.equal(shape('function f() {$0\n\treturn 1;\n}'), 'statement: withinLine');
		assert.equal(shape('if x:$0\n    pass', 'python'), 'statement: withinLine');
		assert.equal(shape('function f() {\n\t$0\n\treturn 1;\n}'), 'lines: emptyLine');
	});

	it('offers one statement within a line, one line where text, comment or prose goes on', () => {
		assert.equal(shape('const a = $0'), 'statement: withinLine');
		assert.equal(shape('call($0);'), 'statement: withinLine');
		assert.equal(shape('const ifx$0'), 'statement: withinLine');
		assert.equal(shape('a = $0 + b'), 'line: textToTheRight');
		assert.equal(shape('if ($0) {'), 'line: textToTheRight');
		assert.equal(shape('// sorts $0'), 'line: comment');
		assert.equal(shape('Hello $0', 'markdown'), 'line: prose');
	});

	it('takes words of a language only for that language', () => {
		assert.equal(shape('def x$0'), 'statement: withinLine');
		assert.equal(shape('class: foo$0'), 'statement: withinLine');
		assert.equal(shape('for = 1$0', 'yaml'), 'statement: withinLine');
	});
});
