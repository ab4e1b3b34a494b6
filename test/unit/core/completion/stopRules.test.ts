import assert from 'node:assert/strict';
import { shapeOf } from '../../../../src/core/completion/singleOrMulti';
import { firstStop, stopPlanOf } from '../../../../src/core/completion/stopRules';
import { at } from './scripted';

/** The answer as far as it is let go, and why; the whole of it when nothing stops it. */
function stopped(document: string, answer: string, { languageId = 'typescript', maxLines = 12, ended = false } = {}): string {
	const situation = at(document, { languageId });
	const stop = firstStop(answer, ended, stopPlanOf(situation, shapeOf(situation), maxLines));
	return stop ? `${answer.slice(0, stop.at)} | ${stop.reason}` : answer;
}

describe('firstStop', () => {
	it('waits for the end of a line before it judges it', () => {
		assert.equal(stopped('const a = $0', 'load()'), 'load()');
		assert.equal(stopped('const a = $0', 'load()\n'), 'load() | statementDone');
	});

	it('goes on while the statement has open brackets', () => {
		assert.equal(stopped('const a = $0', '{\n\tb: 1,\n'), '{\n\tb: 1,\n');
		assert.equal(stopped('const a = $0', '{\n\tb: 1,\n};\nconst c'), '{\n\tb: 1,\n}; | statementDone');
	});

	it('goes on while a call begun by the user is open', () => {
		assert.equal(stopped('call($0', '\n\tfirst,\n\tsecond,\n);\nmore();\n'), '\n\tfirst,\n\tsecond,\n); | statementDone');
		assert.equal(stopped('call($0)', 'first\nmore'), 'first | statementDone');
	});

	it('stops before the line below comes again', () => {
		assert.equal(stopped('a();\n$0\nconst total = sum(a);', 'b();\nconst total = sum(a);\nmore'), 'b(); | suffixReached');
	});

	it('does not take a bracket below for a sign', () => {
		assert.equal(stopped('function f() {\n\tif (a) {\n\t\t$0\n\t}\n}', 'b();\n\t}\n\tc();\n'), 'b();\n\t} | blockDone');
	});

	it('ends a block by indentation', () => {
		assert.equal(stopped('def f():$0', '\n    return 1\n\nx = f()\n', { languageId: 'python' }), '\n    return 1 | blockDone');
		assert.equal(stopped('if x:$0', '\n    a()\nelse:\n    b()\nc()\n', { languageId: 'python' }), '\n    a()\nelse:\n    b() | blockDone');
	});

	it('stops at the third equal line and keeps the first', () => {
		assert.equal(stopped('a;\n$0', 'call(alpha);\ncall(alpha);\ncall(alpha);\n'), 'call(alpha); | repetition');
	});

	it('keeps the line budget', () => {
		assert.equal(stopped('a;\n$0', 'b1();\n\nb2();\nb3();\n', { maxLines: 2 }), 'b1();\n\nb2(); | lineBudget');
	});

	it('gives one line where text stands to the right', () => {
		assert.equal(stopped('a = $0 + 1', '\nb'), ' | lineDone');
		assert.equal(stopped('a = $0 + 1', 'b\nc'), 'b | lineDone');
	});
});
