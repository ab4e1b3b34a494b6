/**
 * Cuts the holes that the demo model is measured on, and writes heldOut/holes.jsonl and heldOut/NOTICE.md:
 *   node scripts/demoModel/cutHoldOut.mjs
 * 200 in generated code whose names are made of words that training never uses, 200 in npm packages that it never sees. A hole goes from somewhere in a
 * line to its end. Seeds and versions are fixed, so that the holes come out the same; `npm run format` lays the table out.
 */
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../lib/leftBehind.mjs';
import { npm } from '../lib/processes.mjs';
import { inRoot } from '../lib/root.mjs';
import { main, say, saying } from '../lib/say.mjs';
import { Draw } from './code/draw.mjs';
import { drawSnippet } from './code/snippet.mjs';
import { heldOutPackages } from './corpus/packageList.mjs';
import { sourceFilesOf } from './corpus/sourceFiles.mjs';

const holesOfEach = 200;
const seeds = { generated: 777001, npm: 777002 };
const excerptLength = { least: 200, most: 700 };
const leastLineLength = 4;
const mostSuffixLength = 400;

main(async () => {
	const holes = [...generatedHoles(), ...(await npmHoles())];
	const folder = inRoot('scripts', 'demoModel', 'heldOut');
	fs.writeFileSync(path.join(folder, 'holes.jsonl'), holes.map(hole => `${JSON.stringify(hole)}\n`).join(''));
	fs.writeFileSync(path.join(folder, 'NOTICE.md'), notice(holes));
	say(`${holes.length} holes`);
});

function generatedHoles() {
	const draw = new Draw(seeds.generated, 'heldOut');
	return collect(() => {
		const hole = cutRestOfLine(drawSnippet(draw).code, draw);
		return hole && { set: 'generated', ...hole };
	});
}

async function npmHoles() {
	const work = temporaryFolder('held-out');
	const dependencies = Object.fromEntries(heldOutPackages.map(({ name, version }) => [name, version]));
	fs.writeFileSync(path.join(work, 'package.json'), JSON.stringify({ private: true, dependencies }));
	await saying(`Fetching ${heldOutPackages.length} packages`, () =>
		npm(['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'], { cwd: work }),
	);
	const draw = new Draw(seeds.npm);
	const { files, refused } = sourceFilesOf(work, heldOutPackages, draw);
	const sources = files.filter(({ file }) => !file.endsWith('.d.ts'));
	const empty = heldOutPackages
		.filter(({ name }) => sources.every(each => each.package.name !== name))
		.map(({ name }) => `${name}: no code`);
	if (refused.length + empty.length > 0) throw new Error(`Packages are missing: ${[...refused, ...empty].join(', ')}`);
	return collect(count => {
		// As many of each package: a large one is not to be most of what is measured.
		const { name } = heldOutPackages[count % heldOutPackages.length] ?? {};
		const { file, text, package: from } = draw.pick(sources.filter(each => each.package.name === name));
		const hole = cutRestOfLine(someExcerpt(text, draw), draw);
		return hole && { set: 'npm', package: from.name, version: from.version, license: from.license, file, ...hole };
	});
}

/** @template T */
function collect(/** @type {(count: number) => T | undefined} */ make) {
	/** @type {Map<string, T>} */
	const found = new Map();
	while (found.size < holesOfEach) {
		const each = make(found.size);
		if (each !== undefined) found.set(JSON.stringify(each), each);
	}
	return [...found.values()];
}

/** Whole lines from somewhere in a file. */
function someExcerpt(text, draw) {
	const start = text.indexOf('\n', draw.integer(0, Math.max(0, text.length - excerptLength.most))) + 1;
	const excerpt = text.slice(start, start + draw.integer(excerptLength.least, excerptLength.most));
	return excerpt.slice(0, Math.max(0, excerpt.lastIndexOf('\n')));
}

function cutRestOfLine(code, draw) {
	const lines = code.split('\n');
	const index = draw.integer(0, lines.length - 1);
	const line = lines[index] ?? '';
	if (line.trim().length < leastLineLength) return undefined;
	const indentation = line.length - line.trimStart().length;
	const cut = draw.integer(indentation + 1, line.length - 1);
	if (line.slice(cut).trim() === '') return undefined;
	const before = lines.slice(0, index).map(each => `${each}\n`);
	const after = lines.slice(index + 1).map(each => `\n${each}`);
	return {
		prefix: before.join('') + line.slice(0, cut),
		middle: line.slice(cut),
		suffix: after.join('').slice(0, mostSuffixLength),
	};
}

function notice(holes) {
	const rows = heldOutPackages.map(({ name, version, license }) => {
		const count = holes.filter(hole => hole.package === name).length;
		return `| ${name} | ${version} | ${license} | ${count} |`;
	});
	return `# Where the holes come from

\`holes.jsonl\` holds ${holesOfEach} excerpts of code that \`cutHoldOut.mjs\` generated, and ${holesOfEach} of these npm packages; each line names its package and file. They are
used under the licences below, whose texts are in the packages, and are no part of the extension that is shipped.

| package | version | licence | holes |
| --- | --- | --- | ---: |
${rows.join('\n')}
`;
}
