/**
 * Runs each case of the golden files through the whole way of a completion, as one answer and as streams cut at random places.
 * `UPDATE=1` writes what came out into the files; without it, a difference leaves a `.actual` beside the file.
 *
 *     === what the case shows
 *     language: typescript            also: trigger: explicit, end: length
 *     --- file                        with the cursor at $0
 *     --- answer                      what the model says, to its end
 *     --- result                      the file after accepting, with the cursor at $0; or `none: reason`
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CompletionResult } from '../../src/core/completion/complete';
import type { EndReason } from '../../src/core/engine/streamEvent';
import { seededRandom } from '../../src/lab/random';
import { at, completeAt, pieces, ScriptedModel } from '../unit/core/completion/scripted';

interface Case {
	readonly title: string;
	readonly options: Readonly<Record<string, string>>;
	readonly file: string;
	readonly answer: string;
	readonly result: string;
}

const folder = path.resolve('test/golden');
const files = fs.readdirSync(folder).filter(name => name.endsWith('.txt'));

describe('completion goldens', () => {
	for (const name of files) {
		const file = path.join(folder, name);
		const cases = parse(fs.readFileSync(file, 'utf8'));
		describe(name, () => {
			const actual: Case[] = [];
			for (const each of cases) {
				it(each.title, async () => {
					const result = await resultOf(each, [each.answer]);
					actual.push({ ...each, result });
					if (process.env.UPDATE === undefined) assert.equal(result, each.result);
				});
				it(`${each.title}, in random pieces`, async () => {
					const whole = await resultOf(each, [each.answer]);
					for (let seed = 1; seed <= 5; seed++) {
						const cut = inPieces(each.answer, seed);
						assert.equal(await resultOf(each, cut), whole, `cut as ${JSON.stringify(cut)}`);
					}
				});
			}
			after(() => {
				if (actual.length < cases.length) return;
				const isSame = cases.every((each, index) => each.result === actual[index]?.result);
				if (process.env.UPDATE !== undefined) fs.writeFileSync(file, print(actual));
				else if (!isSame) fs.writeFileSync(`${file}.actual`, print(actual));
				if (isSame || process.env.UPDATE !== undefined) fs.rmSync(`${file}.actual`, { force: true });
			});
		});
	}

	it('are at least 150, over twelve languages', () => {
		const counts = new Map<string, number>();
		for (const { options } of files.flatMap(name => parse(fs.readFileSync(path.join(folder, name), 'utf8'))))
			counts.set(options.language ?? '', (counts.get(options.language ?? '') ?? 0) + 1);
		const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
		console.log(`      ${total} cases: ${[...counts].map(([language, count]) => `${language} ${count}`).join(', ')}`);
		assert.ok(total >= 150, `${total} cases`);
		assert.ok(counts.size >= 12, [...counts.keys()].join(', '));
	});
});

async function resultOf({ file, options }: Case, answer: readonly string[]): Promise<string> {
	const crlf = options.eol === 'crlf';
	const document = crlf ? file.replaceAll('\n', '\r\n') : file;
	const situation = at(document, { languageId: options.language, trigger: options.trigger === 'explicit' ? 'explicit' : 'automatic' });
	const model = new ScriptedModel(() => pieces(...answer), (options.end ?? 'stop') as EndReason);
	const result = await completeAt(situation, model);
	if (crlf && result.kind === 'shown') assert.doesNotMatch(result.item.text, /(?<!\r)\n/, 'a bare line feed in a CRLF file');
	return show(result, document).replaceAll('\r\n', '\n');
}

function show(result: CompletionResult, document: string): string {
	if (result.kind === 'none') return `none: ${result.reason}`;
	const cursor = document.indexOf('$0');
	const { text, replaceSuffixLength } = result.item;
	return `${document.slice(0, cursor)}${text}$0${document.slice(cursor + 2 + replaceSuffixLength)}`;
}

function inPieces(text: string, seed: number): string[] {
	const result: string[] = [];
	const random = seededRandom(seed);
	for (let start = 0; start < text.length;) {
		const length = 1 + Math.floor(random() * 9);
		result.push(text.slice(start, start + length));
		start += length;
	}
	return result;
}

function parse(text: string): Case[] {
	return text
		.split(/^=== /m)
		.slice(1)
		.map(block => {
			const [head = '', ...sections] = block.split(/^--- (?=(?:file|answer|result)$)/m);
			const [title = '', ...optionLines] = head.trimEnd().split('\n');
			const options = Object.fromEntries(optionLines.map(line => line.split(': ', 2) as [string, string]));
			const section = (name: string) => {
				const found = sections.find(each => each.startsWith(`${name}\n`));
				assert.ok(found !== undefined, `"${title}" has no section "${name}"`);
				return found.slice(name.length + 1).replace(/\n$/, '');
			};
			return { title, options, file: section('file'), answer: section('answer'), result: section('result').replace(/\n$/, '') };
		});
}

function print(cases: readonly Case[]): string {
	const printed = cases.map(({ title, options, file, answer, result }) => {
		const head = Object.entries(options).map(([key, value]) => `${key}: ${value}\n`);
		return `=== ${title}\n${head.join('')}--- file\n${file}\n--- answer\n${answer}\n--- result\n${result}\n\n`;
	});
	return printed.join('');
}
