import assert from 'node:assert/strict';
import { enclosingBlock } from '../../../../src/core/chat/enclosingBlock';

/** The text of the block around `$0`, or nothing. */
function around(marked: string): string | undefined {
	const before = marked.slice(0, marked.indexOf('$0'));
	const lines = marked.replace('$0', '').split('\n');
	const block = enclosingBlock(lines, before.split('\n').length - 1);
	return block && lines.slice(block.startLine, block.endLine + 1).join('\n');
}

describe('enclosingBlock', () => {
	it('finds a function by its braces', () => {
		const add = 'function add(a, b) {\n  const sum = a + b;\n\n  return sum;\n}';
		const file = `const x = 1;\n\n${add}\n\nfunction other() {\n  return 2;\n}`;
		assert.equal(around(file.replace('return sum', '$0return sum')), add);
		assert.equal(around(file.replace('function add', 'function $0add')), add);
		assert.equal(around(file.replace('a + b;\n\n', 'a + b;\n$0\n')), add);
		assert.equal(around(file.replace('sum;\n}', 'sum;\n}$0')), add);
	});

	it('goes past loops and conditions to the method, but not to its class', () => {
		const method =
			'\tasync read(path: string): Promise<string> {\n\t\tfor (const p of x) {\n\t\t\tif (p) {\n\t\t\t\t$0use(p);\n\t\t\t}\n\t\t}\n\t}';
		assert.equal(around(`class Reader {\n${method}\n\n\tclose() {\n\t\tdone();\n\t}\n}`), method.replace('$0', ''));
	});

	it('keeps a header of several lines whole, and else with its if', () => {
		const spread =
			'export function make(\n  a: string,\n  b: number,\n): Thing {\n  if (a) {\n    one();\n  } else {\n    $0two();\n  }\n}';
		assert.equal(around(`${spread}\nlet z;`), spread.replace('$0', ''));
	});

	it('finds arrow functions, and braces on a line of their own', () => {
		assert.equal(around('const f = (a) => {\n  $0g(a);\n};\nf();'), 'const f = (a) => {\n  g(a);\n};');
		assert.equal(
			around('int main(int argc, char **argv)\n{\n    $0return 0;\n}\n\nint x;'),
			'int main(int argc, char **argv)\n{\n    return 0;\n}',
		);
	});

	it('finds functions of Python, Ruby and Go', () => {
		assert.equal(
			around('import os\n\ndef f(a):\n    if a:\n        $0return 1\n    return 2\n\nprint(f(1))'),
			'def f(a):\n    if a:\n        return 1\n    return 2',
		);
		assert.equal(around('class A\n  def b\n    $0c\n  end\n\n  def d\n  end\nend'), '  def b\n    c\n  end');
		assert.equal(around('func (s *Server) Run() error {\n\t$0return nil\n}\n'), 'func (s *Server) Run() error {\n\treturn nil\n}');
	});

	it('falls back to the outermost block where there is no function', () => {
		assert.equal(around('body {\n  color: $0red;\n}\np {\n}'), 'body {\n  color: red;\n}');
		assert.equal(around('a:\n  b:\n    - $0c\nd: 1'), 'a:\n  b:\n    - c');
	});

	it('finds nothing for a line in no block, and in an empty file', () => {
		assert.equal(around('import a;\n$0let x = 1;\nfunction f() {\n  g();\n}'), undefined);
		assert.equal(around('$0'), undefined);
	});
});
