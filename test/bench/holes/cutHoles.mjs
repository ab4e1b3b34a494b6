/**
 * Cuts the holes of `npm run bench:quality` from published sources, and writes holes.jsonl and NOTICE.md beside itself:
 *   node test/bench/holes/cutHoles.mjs
 * The packages are fetched with the registries' own clients (npm, pip, go, cargo) into a temporary folder. Versions and seed are fixed, so that the
 * holes come out the same. None of the packages is among the demo model's training sources (media/demo-model/SOURCES.md).
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../../scripts/lib/seededRandom.mjs';

/** `inside` is the folder in the package whose sources are taken. */
const sources = [
	{ registry: 'npm', name: '@noble/hashes', version: '2.4.0', license: 'MIT', languageId: 'typescript', inside: 'src' },
	{ registry: 'npm', name: 'viem', version: '2.57.20', license: 'MIT', languageId: 'typescript', inside: 'utils' },
	{ registry: 'npm', name: '@tanstack/router-core', version: '1.171.39', license: 'MIT', languageId: 'typescript', inside: 'src' },
	{ registry: 'pip', name: 'attrs', version: '26.1.0', license: 'MIT', languageId: 'python', inside: 'src/attr' },
	{ registry: 'pip', name: 'click', version: '8.5.1', license: 'BSD-3-Clause', languageId: 'python', inside: 'src/click' },
	{ registry: 'pip', name: 'networkx', version: '3.6.1', license: 'BSD-3-Clause', languageId: 'python', inside: 'networkx/algorithms' },
	{ registry: 'pip', name: 'tomli', version: '2.5.0', license: 'MIT', languageId: 'python', inside: 'src/tomli' },
	{ registry: 'go', name: 'github.com/google/btree', version: 'v1.1.3', license: 'Apache-2.0', languageId: 'go', inside: '.' },
	{ registry: 'go', name: 'github.com/spf13/cobra', version: 'v1.10.2', license: 'Apache-2.0', languageId: 'go', inside: '.' },
	{ registry: 'go', name: 'github.com/gorilla/mux', version: 'v1.8.1', license: 'BSD-3-Clause', languageId: 'go', inside: '.' },
	{ registry: 'go', name: 'github.com/pelletier/go-toml/v2', version: 'v2.4.3', license: 'MIT', languageId: 'go', inside: '.' },
	{ registry: 'cargo', name: 'semver', version: '1.0.28', license: 'MIT OR Apache-2.0', languageId: 'rust', inside: 'src' },
	{ registry: 'cargo', name: 'indexmap', version: '2.14.2', license: 'Apache-2.0 OR MIT', languageId: 'rust', inside: 'src' },
	{ registry: 'cargo', name: 'smallvec', version: '1.16.6', license: 'MIT OR Apache-2.0', languageId: 'rust', inside: 'src' },
	{ registry: 'cargo', name: 'bytes', version: '1.12.2', license: 'MIT', languageId: 'rust', inside: 'src' },
];

const extensions = { typescript: '.ts', python: '.py', go: '.go', rust: '.rs' };
const kinds = { line: 60, block: 30, span: 40 };

const seed = 20261125;
const charactersBefore = 2000;
const charactersAfter = 700;
const longestHole = 400;
const longestLine = 120;

function main() {
	const work = fs.mkdtempSync(path.join(os.tmpdir(), 'holes-'));
	try {
		const random = seededRandom(seed);
		const holes = Object.keys(extensions).flatMap(languageId => holesIn(languageId, work, random));
		const here = import.meta.dirname;
		fs.writeFileSync(path.join(here, 'holes.jsonl'), holes.map(hole => `${JSON.stringify(hole)}\n`).join(''));
		fs.writeFileSync(path.join(here, 'NOTICE.md'), notice(holes));
		console.log(`${holes.length} holes`);
	} finally {
		fs.rmSync(work, { recursive: true, force: true });
	}
}

function holesIn(languageId, work, random) {
	const files = sources.filter(each => each.languageId === languageId).map(source => filesOf(source, work));
	const holes = [];
	for (const [kind, count] of Object.entries(kinds)) {
		const taken = new Set();
		for (let tries = 0; taken.size < count && tries < 20_000; tries++) {
			const { file, text } = pick(pick(files, random), random);
			const cut = cutters[kind](text, random);
			if (cut === undefined || taken.has(`${file}:${lineOf(text, cut.start)}`)) continue;
			taken.add(`${file}:${lineOf(text, cut.start)}`);
			holes.push({
				id: `${languageId}-${kind}-${taken.size}`,
				kind,
				languageId,
				source: file,
				line: lineOf(text, cut.start),
				prefix: fromLineStart(text.slice(0, cut.start), charactersBefore),
				middle: text.slice(cut.start, cut.end),
				suffix: toLineEnd(text.slice(cut.end), charactersAfter),
			});
		}
	}
	return holes;
}

/** The rest of a line from the start of a word or sign, or all of a line behind its indentation. */
function cutLine(text, random) {
	const line = someLine(text, random);
	if (line === undefined) return undefined;
	const starts = [...line.text.matchAll(/\w+|[^\w\s]/g)].map(token => token.index);
	const start = random() < 0.3 ? starts[0] : starts[Math.floor(random() * starts.length)];
	return { start: line.start + start, end: line.start + line.text.trimEnd().length };
}

/** The lines below a line that opens a block, as far as they are indented deeper. */
function cutBlock(text, random) {
	const line = someLine(text, random);
	if (line === undefined || !/[:{]$/.test(line.text.trimEnd())) return undefined;
	const depth = indentation(line.text);
	const bodyStart = line.start + line.text.length + 1;
	let end = bodyStart;
	let lines = 0;
	for (const each of text.slice(bodyStart).split('\n')) {
		if (each.trim() === '' || indentation(each) <= depth) break;
		end += each.length + 1;
		lines++;
	}
	const body = text.slice(bodyStart, end - 1);
	if (lines < 1 || lines > 6 || body.length > longestHole || /^\s*(?:\/\/|#|\/\*|""")/.test(body)) return undefined;
	// Half of the cursors stand at the end of the opening line, half where the body begins.
	const start = random() < 0.5 ? bodyStart - 1 : bodyStart + indentation(body);
	return { start, end: end - 1 };
}

/** From one word or sign to another, on the same line or on the next. */
function cutSpan(text, random) {
	const line = someLine(text, random);
	if (line === undefined) return undefined;
	const around = text
		.slice(line.start)
		.split('\n')
		.slice(0, 1 + Math.floor(random() * 2))
		.join('\n');
	if (around.includes('\n\n')) return undefined;
	const tokens = [...around.matchAll(/\w+|[^\w\s]/g)];
	const first = Math.floor(random() * Math.min(tokens.length, line.text.split(/\b/).length));
	const last = first + 1 + Math.floor(random() * Math.min(8, tokens.length - first));
	const [from, to] = [tokens[first], tokens[last]];
	if (from === undefined || to === undefined) return undefined;
	const cut = { start: line.start + from.index, end: line.start + to.index };
	const middle = text.slice(cut.start, cut.end).trimEnd();
	return middle.length >= 1 && from.index < line.text.length ? { start: cut.start, end: cut.start + middle.length } : undefined;
}

const cutters = { line: cutLine, block: cutBlock, span: cutSpan };

/** A line of code: no comment, neither empty nor endless, and not among the first of the file, which are licence and imports. */
function someLine(text, random) {
	const lines = text.split('\n');
	const index = 12 + Math.floor(random() * (lines.length - 12));
	const line = lines[index] ?? '';
	const isCode = line.trim().length >= 6 && line.length <= longestLine && !/^\s*(?:\/\/|\/\*|\*|#|"""|'''|import\b|use\b)/.test(line);
	return isCode && !isInProse(lines, index) ? { start: lines.slice(0, index).join('\n').length + 1, text: line } : undefined;
}

/** Within a Python docstring or a comment block. */
function isInProse(lines, index) {
	const before = lines.slice(0, index).join('\n');
	return (before.split('"""').length - 1) % 2 === 1 || before.lastIndexOf('/*') > before.lastIndexOf('*/');
}

function indentation(line) {
	return /^[ \t]*/.exec(line)[0].length;
}

function lineOf(text, offset) {
	return text.slice(0, offset).split('\n').length;
}

function fromLineStart(text, characters) {
	return text.length <= characters ? text : text.slice(text.indexOf('\n', text.length - characters) + 1);
}

function toLineEnd(text, characters) {
	const end = text.length <= characters ? -1 : text.lastIndexOf('\n', characters);
	return end < 0 ? text.slice(0, text.length <= characters ? undefined : characters) : text.slice(0, end + 1);
}

function pick(list, random) {
	return list[Math.floor(random() * list.length)];
}

function filesOf(source, work) {
	const folder = path.join(fetchers[source.registry](source, work), source.inside);
	return fs
		.readdirSync(folder, { recursive: true })
		.filter(name => name.endsWith(extensions[source.languageId]) && !/(?:_test\.go|\.d\.ts|test|index\.ts|__init__\.py)/.test(name))
		.sort()
		.map(name => ({
			file: `${source.name}@${source.version}/${path.posix.normalize(path.posix.join(source.inside, name))}`,
			text: fs.readFileSync(path.join(folder, name), 'utf8').replace(/\r\n/g, '\n'),
		}))
		.filter(({ text }) => text.split('\n').length > 40);
}

const quietly = { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' };

const fetchers = {
	npm: ({ name, version }, work) => {
		const folder = fs.mkdtempSync(path.join(work, 'npm-'));
		const packed = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { ...quietly, cwd: folder }).trim();
		return unpacked(path.join(folder, packed));
	},
	pip: ({ name, version }, work) => {
		const folder = fs.mkdtempSync(path.join(work, 'pip-'));
		execFileSync('pip', ['download', '--no-binary', ':all:', '--no-deps', '-d', folder, `${name}==${version}`], quietly);
		return unpacked(
			path.join(
				folder,
				fs.readdirSync(folder).find(each => each.endsWith('.tar.gz')),
			),
		);
	},
	go: ({ name, version }) => JSON.parse(execFileSync('go', ['mod', 'download', '-json', `${name}@${version}`], quietly)).Dir,
	cargo: ({ name, version }, work) => {
		const folder = fs.mkdtempSync(path.join(work, 'cargo-'));
		fs.mkdirSync(path.join(folder, 'src'));
		fs.writeFileSync(path.join(folder, 'src/lib.rs'), '');
		const manifest = `[package]\nname = "holes"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n${name} = "=${version}"\n`;
		fs.writeFileSync(path.join(folder, 'Cargo.toml'), manifest);
		execFileSync('cargo', ['vendor', '--quiet'], { ...quietly, cwd: folder });
		return path.join(folder, 'vendor', name);
	},
};

function unpacked(archive) {
	execFileSync('tar', ['xzf', archive, '-C', path.dirname(archive)], quietly);
	const folder = fs.readdirSync(path.dirname(archive)).find(each => each !== path.basename(archive));
	return path.join(path.dirname(archive), folder);
}

function notice(holes) {
	const rows = sources.map(({ registry, name, version, license, languageId }) => {
		const count = holes.filter(hole => hole.source.startsWith(`${name}@`)).length;
		return `| ${name} | ${version} | ${registry} | ${license} | ${languageId} | ${count} |`;
	});
	return `# Where the holes come from

\`holes.jsonl\` holds excerpts of these packages, cut by \`cutHoles.mjs\` (seed ${seed}); each line names its file and line. They are used under the licences
below, whose texts are in the packages, and are no part of the extension that is shipped.

| package | version | registry | licence | language | holes |
| --- | --- | --- | --- | --- | ---: |
${rows.join('\n')}
`;
}

main();
