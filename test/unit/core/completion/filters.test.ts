/** Each filter by itself: a picture of what it mends and, hardly different, one of what it leaves alone. The whole chain is in the goldens. */
import assert from 'node:assert/strict';
import { filterAnswer, filters } from '../../../../src/core/completion/filters';
import { isDropped } from '../../../../src/core/completion/filters/filter';
import { withinPart } from '../../../../src/core/completion/embedded';
import { at } from './scripted';

type Picture = readonly [document: string, answer: string, result: string];

interface Pictures {
	/** Absent: TypeScript. */
	readonly languageId?: string;
	/** `result` is the answer mended, `-n` at its end for n characters replaced; or `no: reason`. */
	readonly mends: readonly Picture[];
	readonly leaves: readonly (readonly [document: string, answer: string])[];
}

const key = `ghp_${'a1B2'.repeat(9)}`;

const pictures: Readonly<Record<string, Pictures>> = {
	specialTokens: {
		mends: [
			['a = $0', '1;<｜fim▁end｜>', '1;'],
			['a = $0', '1;<｜fim', '1;'],
			['a = $0', '<|EOT|>', 'no: echo'],
		],
		leaves: [
			['a = $0', 'x < y || z'],
			['let m: Map$0', '<string, number>'],
		],
	},
	promptEcho: {
		mends: [
			['$0', '```ts\nreturn 2;\n```', 'return 2;'],
			['  const user = $0', 'const user = load();', 'load();'],
		],
		leaves: [
			['  if ($0', 'if (a) b'],
			['  const user = $0', 'constant;'],
		],
	},
	endOfPart: {
		languageId: 'vue',
		mends: [
			['<script>\n$0\n</script>\n', 'a();\n</script>\n<style>', 'a();'],
			['<script>\n$0\n</script>\n', '</script>', 'no: repeatsSuffix'],
		],
		leaves: [
			['<script>\n$0', 'a();\n</script>'],
			['<script>\n$0\n</script>\n', 'a();'],
		],
	},
	unfinishedLine: { mends: [['$0', 'a();\nb', 'a();']], leaves: [['$0', 'a']] },
	trailingSpace: {
		mends: [
			['$0', 'a();  \n\n', 'a();'],
			['$0', ' \n', 'no: empty'],
		],
		leaves: [
			['$0', '\n\n  a();'],
			['join("$0", b)', ', '],
			['join($0b)', 'a, '],
		],
	},
	onlyComment: {
		mends: [['f();\n$0', '// TODO', 'no: onlyComment']],
		leaves: [
			['f();\n$0', '// now g\ng();'],
			['// one\n$0', '// two'],
		],
	},
	leadingSpace: {
		mends: [
			['const a = $0', ' 1;', '1;'],
			['f();\n\t$0', '\n\tg();', 'g();'],
		],
		leaves: [
			['const a =$0', ' 1;'],
			['const a = " $0"', ' b'],
			['{\n\tf();\n\t$0', '\n\tfunction g() {}'],
			['{\n\t}\n\t$0', '\n\tg();'],
		],
	},
	indentation: {
		mends: [
			['f() {\n    $0\n}', '    a();\n    b();', 'a();\n    b();'],
			['f() {\n\tg();\n\t$0\n}', 'if (a) {\n        b();\n    }', 'if (a) {\n\t\tb();\n\t}'],
		],
		leaves: [
			['f() {\n    $0\n}', 'a();\n    b();'],
			['f() {\n\tg();\n\t$0\n}', 'if (a) {\n\t\tb();\n\t}'],
		],
	},
	bodyDepth: {
		mends: [
			['function a() {\n  b();\n}\nfunction c() {$0\n}', '\n    d();\n    e();', '\n  d();\n  e();'],
			['function a() {\n  $0\n}', 'd();\n    e();', 'd();\n  e();'],
		],
		leaves: [
			['function a() {\n  b();\n}\nfunction c() {$0\n}', '\n  d();\n  e();'],
			['function a() {$0\n}', '\n        d();'],
			['const a = $0', 'b\n    .c();'],
			['switch (a) {\n  $0\n}', 'case 1: b();\n    break;'],
		],
	},
	repetition: {
		mends: [
			['$0', 'console.log(1);\nconsole.log(1);\nconsole.log(1);', 'console.log(1);'],
			['load("first");\nload("second");\n$0', 'load("first");\nload("second");', 'no: repetition'],
		],
		leaves: [
			['$0', 'console.log(1);\nconsole.log(2);\nconsole.log(3);'],
			['load("first");\n$0', 'load("first");'],
		],
	},
	suffixLines: {
		mends: [
			['$0\nconst total = a + b;', 'const b = 2;\nconst total = a + b;', 'const b = 2;'],
			['$0\nconst total = a + b;', 'const total = a + b;', 'no: repeatsSuffix'],
		],
		leaves: [
			['$0\ncase 3: return c;', 'case 2: return b;'],
			['$0\nif (b) {\n  load(1);\n  save(1);\n}', 'if (a) {\n  load(1);\n  save(1);\n}'],
			['if (a) {\n  $0\n}', 'if (b) {\n    c();\n  }'],
		],
	},
	sameLineOverlap: {
		mends: [
			['f($0)', '1);', '1); -1'],
			["import fs from '$0'", "node:fs';", "node:fs'; -1"],
		],
		leaves: [
			['f($0)', 'g(1)'],
			['f($0"b")', '"a", '],
			['for _, v $0 rangeable {', ':= range'],
		],
	},
	mismatchedBrackets: {
		mends: [
			['$0', 'a(1);\nb(2];', 'a(1);'],
			['$0', 'b(2];', 'no: unbalanced'],
		],
		leaves: [
			['$0', 'b([1, 2]);'],
			['$0', 'if (a) {'],
			['$0', 'b("(2]");'],
		],
	},
	closerOnItsLine: {
		mends: [
			['function f() {$0}', '\n  return 1;', '\n  return 1;\n'],
			['  run(() => {$0});', '\n    a();', '\n    a();\n  '],
		],
		leaves: [
			['function f() {$0}', ' return 1; '],
			['function f() {\n  $0}', 'return 1;'],
		],
	},
	closingBrackets: {
		mends: [
			['f() {\n  $0\n}', 'a();\n}', 'a();'],
			['f() {\n  $0\n}', '}', 'no: closesTwice'],
		],
		leaves: [
			['f() {\n  $0\n', 'a();\n}'],
			['f() {\n  if (a) {\n    $0\n}', 'b();\n  }'],
		],
	},
	sameAsThere: {
		mends: [['f($0, value)', ', value)', 'no: sameAsThere']],
		leaves: [['f($0, value)', 'key, value)']],
	},
	secretLike: {
		mends: [['const token = $0', `'${key}';`, 'no: secretLike']],
		leaves: [
			[`const a = '${key}';\nconst b = $0`, `'${key}';`],
			['const token = $0', 'process.env.TOKEN;'],
		],
	},
};

describe('each filter', () => {
	for (const [name, filter] of filters) {
		const { languageId = 'typescript', mends = [], leaves = [] } = pictures[name] ?? {};
		const run = (document: string, text: string) => {
			const candidate = { text, replaceSuffixLength: 0, isCut: name === 'unfinishedLine' };
			return { candidate, result: filter(candidate, withinPart(at(document, { languageId }))) };
		};
		it(`${name} mends, and leaves alone`, () => {
			assert.ok(mends.length > 0 && leaves.length > 0, `${name} has no pictures`);
			for (const [document, answer, expected] of mends) {
				const { result } = run(document, answer);
				const replaced = isDropped(result) || result.replaceSuffixLength === 0 ? '' : ` -${result.replaceSuffixLength}`;
				assert.equal(isDropped(result) ? `no: ${result.reason}` : result.text + replaced, expected);
			}
			for (const [document, answer] of leaves) {
				const { candidate, result } = run(document, answer);
				assert.equal(result, candidate, `${answer} in ${document} became ${JSON.stringify(result)}`);
			}
		});
	}

	it('tells what it did', () => {
		const { effects } = filterAnswer({ text: '1);<|EOT|>', replaceSuffixLength: 0, isCut: false }, at('f($0)'));
		assert.deepEqual(effects, [
			{ filter: 'specialTokens', kind: 'mended', text: '1);', replaceSuffixLength: 0 },
			{ filter: 'sameLineOverlap', kind: 'mended', text: '1);', replaceSuffixLength: 1 },
		]);
	});

	it('survives whatever a model may say, whatever the file holds', () => {
		const odd = [
			'\ud83d',
			'\0',
			')'.repeat(1000),
			'{'.repeat(1000),
			'`${`${`',
			"'",
			'\u2028',
			'a'.repeat(5000),
			'\n'.repeat(500),
			'</div>',
			'```',
		];
		const languages = ['typescript', 'python', 'ruby', 'html', 'markdown', 'yaml', 'nobody-knows', '__proto__'];
		for (const text of odd) {
			for (const languageId of languages) {
				for (const document of ['$0', `${text}$0${text}`, `({[\n  $0\n`, `$0)]}`]) {
					const { result } = filterAnswer({ text, replaceSuffixLength: 0, isCut: false }, at(document, { languageId }));
					assert.ok(isDropped(result) || typeof result.text === 'string');
				}
			}
		}
	});
});
