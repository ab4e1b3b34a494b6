import assert from 'node:assert/strict';
import fs from 'node:fs';
import { languageOf } from '../../../../src/core/text/language';
import { codeOf, scan, scanOn } from '../../../../src/core/text/scan';

/** What stays open, then what closes without partner: "({ | ]". */
function brackets(text: string, languageId = 'typescript'): string {
	const { openers, closers } = scan(text, languageOf(languageId));
	return `${openers.map(each => each.character).join('')} | ${closers.map(each => each.character).join('')}`;
}

describe('scan', () => {
	it('pairs brackets', () => {
		assert.equal(brackets('f(a[1], {'), '({ | ');
		assert.equal(brackets('}, b)'), ' | })');
		assert.equal(brackets('f(a)'), ' | ');
	});

	it('does not count brackets in strings, comments, templates and regular expressions', () => {
		assert.equal(brackets('f("(", \'[\', `{`) // ('), ' | ');
		assert.equal(brackets('/* ( */ f( /* ) */'), '( | ');
		assert.equal(brackets('a.replace(/[)"\'`]/g, b)'), ' | ');
		assert.equal(brackets('a = b / (c / d'), '( | ');
		assert.equal(brackets("x = '''(\n(''' + (", 'python'), '( | ');
		assert.equal(brackets("# don't (\nf(", 'python'), '( | ');
	});

	it('finds the same when it goes on from a line that it has read up to', () => {
		const files = {
			typescript: 'src/core/text/scan.ts',
			python: 'test/bench/sources/calendar.py.txt',
			go: 'test/bench/sources/queue.go.txt',
		};
		for (const [languageId, file] of Object.entries(files)) {
			const language = languageOf(languageId);
			const lines = fs.readFileSync(file, 'utf8').split('\n');
			for (let line = 1; line < lines.length; line++) {
				const head = `${lines.slice(0, line).join('\n')}\n`;
				const text = head + (lines[line] ?? '');
				assert.deepEqual(scanOn({ ...scan(head, language), length: head.length }, text, language), scan(text, language), text);
			}
		}
	});

	it('ends a string that has no end on its line', () => {
		assert.equal(brackets("it's (\n("), '( | ');
	});

	it('marks a bracket that closes one of another kind', () => {
		const { mismatch } = scan('(a]', languageOf('typescript'));
		assert.equal(mismatch?.offset, 2);
	});

	it('knows the indentation of a bracket and whether it begins its line', () => {
		const [first, second] = scan('\t} else )', languageOf('typescript')).closers;
		assert.deepEqual([first?.indentation, first?.startsLine, second?.startsLine], [4, true, false]);
	});
});

describe('the end of a scan', () => {
	const state = (text: string, languageId = 'typescript') => scan(text, languageOf(languageId)).end.kind;

	it('is in a string where a regular expression has no end yet, and nowhere else behind a slash', () => {
		assert.equal(state('const a = /[)'), 'string');
		for (const text of ['const a = b /', 'const a = /b/', 'const a = (b) /', '<a b={c} /', '<a b={c} />', 'a = /x\nb'])
			assert.equal(state(text), 'code', text);
	});

	it('knows comments and strings', () => {
		assert.deepEqual(
			[state('a // b'), state('a // b\n'), state('/* a'), state('"a'), state('"a"')],
			['lineComment', 'code', 'blockComment', 'string', 'code'],
		);
		assert.equal(state("'''a\n", 'python'), 'string');
	});

	it('takes neither a URL nor a shell variable for a comment', () => {
		assert.equal(state('get(http://a'), 'code');
		assert.equal(state('echo $#', 'shellscript'), 'code');
		assert.equal(state('echo a # b', 'shellscript'), 'lineComment');
	});

	it('knows texts that begin with the next line and end with a word', () => {
		const documents: readonly (readonly [languageId: string, text: string])[] = [
			['shellscript', 'cat <<EOF | grep a\n'],
			['ruby', 'run(<<~SQL, 1)\n'],
			['php', "$a = <<<'HTML'\n"],
		];
		for (const [languageId, text] of documents) {
			const word = /\w+(?=\W*(?:\||,|$))/.exec(text.slice(text.indexOf('<<')))?.[0] ?? '';
			assert.equal(state(text, languageId), 'string', text);
			assert.equal(state(`${text}if "x {`, languageId), 'string', text);
			assert.equal(state(`${text}if "x {\n${word}\n`, languageId), 'code', text);
		}
		assert.deepEqual(brackets('run(<<~SQL, [\n{{{\nSQL\n', 'ruby'), '([ | ');
	});

	it('takes neither a shift nor a here-string for one of these', () => {
		const texts = [
			['shellscript', 'a=$((b<<c))\n'],
			['shellscript', 'read a <<<word\n'],
			['ruby', 'list << item\n'],
			['ruby', 'class << self\n'],
			['c', 'a = b <<c;\n'],
		] as const;
		for (const [languageId, text] of texts) assert.equal(state(text, languageId), 'code', text);
	});

	it('reads a backslash in a raw string as a letter', () => {
		const texts = [
			['go', 'a = `\\`'],
			['csharp', 'a = @"C:\\"'],
			['rust', 'r#"a"b\\"#'],
			['cpp', 'R"(a"b\\)"'],
			['lua', '[[a\\]]'],
		] as const;
		for (const [languageId, text] of texts) {
			assert.equal(state(text, languageId), 'code', text);
			assert.equal(state(text.slice(0, -1), languageId), 'string', text);
		}
	});

	it('takes a lifetime for none of both', () => {
		assert.equal(state("fn f<'a>(x: &'a str) {", 'rust'), 'code');
	});
});

describe('codeOf', () => {
	it('is the line without its comment', () => {
		assert.equal(codeOf('def f():  # adds', languageOf('python')), 'def f():');
		assert.equal(codeOf('x = "#a"', languageOf('python')), 'x = "#a"');
		assert.equal(codeOf('// all', languageOf('typescript')), '');
	});
});
