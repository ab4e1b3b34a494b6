/** The verbs that answer JSON lines: what the editor would show, line by line, and one word about each bad line. */
import assert from 'node:assert/strict';
import { answerJsonLines, type AnswerLine } from '../../../src/lab/jsonLines';
import { labMultiline } from '../../../src/lab/multiline';
import { seededRandom } from '../../../src/lab/random';
import { inPieces, labTrim } from '../../../src/lab/trim';

async function answers(answer: AnswerLine, ...input: readonly string[]) {
	const lines: unknown[] = [];
	const bad = await answerJsonLines(arriving(input), line => void lines.push(JSON.parse(line)), answer);
	return { lines, bad };
}

async function* arriving(chunks: readonly string[]): AsyncIterable<string> {
	for (const chunk of chunks) yield await Promise.resolve(chunk);
}

function place(id: unknown, document: string, output: string, languageId = 'typescript'): string {
	const [prefix = '', suffix = ''] = document.split('$0');
	return `${JSON.stringify({ id, filename: 'a.ts', languageId, prefix, suffix, output })}\n`;
}

describe('lab trim', () => {
	it('leaves a good answer as it is, and says what it takes the place of', async () => {
		const { lines } = await answers(
			labTrim([]),
			place('good', 'const total = items.$0\nprint(total);\n', 'reduce((sum, item) => sum + item, 0);'),
			place(2, 'call($0)', 'first, second);'),
		);
		assert.deepEqual(lines, [
			{ id: 'good', text: 'reduce((sum, item) => sum + item, 0);', replaceSuffixLength: 0 },
			{ id: 2, text: 'first, second);', replaceSuffixLength: 1 },
		]);
	});

	it('cuts what the file says already, and names the reason where nothing is left', async () => {
		const { lines, bad } = await answers(
			labTrim([]),
			place('cut', 'function add(a: number, b: number) {\n\t$0\n}\n', 'return a + b;\n}\n\nfunction sub(a: number, b: number) {'),
			place('gone', 'a();\n$0\nconst answer = compute();\n', 'const answer = compute();'),
			place('empty', 'const a = $0', '  \n'),
		);
		assert.deepEqual(lines, [
			{ id: 'cut', text: 'return a + b;', replaceSuffixLength: 0 },
			{ id: 'gone', text: null, reason: 'repeatsSuffix' },
			{ id: 'empty', text: null, reason: 'empty' },
		]);
		assert.equal(bad, 0);
	});

	it('is bound by no budget: forty lines of a block stay forty', async () => {
		const body = Array.from({ length: 40 }, (_, index) => `\tstep${index}(value${index}, ${index});`).join('\n');
		const { lines } = await answers(labTrim([]), place(1, 'function all() {$0\n}\n', `\n${body}`));
		assert.deepEqual(lines, [{ id: 1, text: `\n${body}`, replaceSuffixLength: 0 }]);
	});

	it('says the same however the stream is cut', async () => {
		const line = place(1, 'function add(a: number) {\n\t$0\n}\n', 'const b = a + 1;\n\treturn b;\n}\n\nadd(1);\n');
		const results = await Promise.all(Array.from({ length: 20 }, (_, seed) => answers(labTrim(['--seed', String(seed)]), line)));
		for (const { lines } of results) assert.deepEqual(lines, [{ id: 1, text: 'const b = a + 1;\n\treturn b;', replaceSuffixLength: 0 }]);
	});

	it('gives CRLF files their line ends, whatever the answer has', async () => {
		const { lines } = await answers(labTrim([]), place(1, 'function f() {\r\n\t$0\r\n}\r\n', 'first();\r\n\tsecond();\n\tthird();'));
		assert.deepEqual(lines, [{ id: 1, text: 'first();\r\n\tsecond();\r\n\tthird();', replaceSuffixLength: 0 }]);
	});

	it('cuts into pieces that are whole characters and add up', () => {
		const text = 'a👍b\u2028c'.repeat(50);
		const pieces = inPieces(text, seededRandom(7));
		assert.equal(pieces.join(''), text);
		assert.ok(pieces.every(piece => !/\p{Surrogate}/u.test(piece)));
		assert.ok(new Set(pieces.map(piece => piece.length)).size > 3);
	});
});

describe('JSON lines', () => {
	it('answers each bad line with what is wrong with it, and goes on', async () => {
		const good = place('last', 'const a = $0', 'b;').trimEnd();
		const { lines, bad } = await answers(labTrim([]), '{nonsense\n[1]\n\n', '{"id": 7, "languageId": "go", "prefix": 1}\n{"id":8}\n', good);
		assert.equal(bad, 4);
		assert.deepEqual(
			lines.map(line => (line as { id: unknown }).id),
			[null, null, 7, 8, 'last'],
		);
		assert.match((lines[0] as { error: string }).error, /^no JSON: /);
		assert.deepEqual(lines.slice(1, 4), [
			{ id: null, error: 'no JSON object' },
			{ id: 7, error: '"prefix" is no string' },
			{ id: 8, error: '"languageId" is missing' },
		]);
	});

	it('puts lines together that arrive in pieces, with line separators inside', async () => {
		const line = `{"id":"\u2028","languageId":"go","prefix":"func main() {","suffix":"\\n}"}\n`;
		const { lines } = await answers(labMultiline([]), line.slice(0, 20), line.slice(20), line.slice(0, 5), line.slice(5));
		assert.deepEqual(lines, [
			{ id: '\u2028', multiline: true },
			{ id: '\u2028', multiline: true },
		]);
	});
});
