/** The JavaScript and TypeScript of installed packages that people wrote: without what was built, minified or generated, without long comments and repeats. */
import fs from 'node:fs';
import path from 'node:path';
import { readJson } from '../../lib/root.mjs';
import { isPermissive } from './packageList.mjs';

/** @typedef {{file: string, text: string, package: import('./packageList.mjs').Package}} SourceFile `file` is the path below node_modules */

const skippedFolders = /^(?:node_modules|locale|locales|umd|cjs|_lib|\.bin|fp|dist-types|es2015|es5|lang|examples)$/;
const source = /\.(?:js|mjs|ts|tsx)$/;
const built = /\.(?:min|umd|prod|global|iife|bundle)\./;
const fileBytes = { least: 150, most: 60_000 };
const mostLineLength = 180;
const leastTextLength = 120;
/** Of one package, and of all declarations: neither is to set the tone. In characters. */
const mostOf = { package: 900_000, declarations: 1_200_000 };

/**
 * The files of the packages that are installed in the folder in the version that is wanted, sources before what was built from them.
 * Says in `refused` which packages are not taken, and why.
 * @param {string} folder holds node_modules
 * @param {readonly import('./packageList.mjs').Package[]} packages
 * @param {import('../code/draw.mjs').Draw} draw
 */
export function sourceFilesOf(folder, packages, draw) {
	const refused = [];
	const candidates = packages.flatMap(each => {
		const where = path.join(folder, 'node_modules', each.name);
		const reason = whyRefused(where, each);
		if (reason !== undefined) refused.push(`${each.name}: ${reason}`);
		return reason === undefined ? filesBelow(where).map(file => ({ file, package: each, rank: rankOf(file) + draw.random() * 0.01 })) : [];
	});
	candidates.sort((a, b) => a.rank - b.rank);
	const files = [];
	const seen = new Set();
	const taken = new Map();
	const isFull = (key, most) => (taken.get(key) ?? 0) > most;
	for (const { file, package: from } of candidates) {
		const isDeclaration = file.endsWith('.d.ts');
		if (isFull(from.name, mostOf.package) || (isDeclaration && isFull('.d.ts', mostOf.declarations))) continue;
		const text = cleaned(fs.readFileSync(file, 'utf8'));
		const beginning = text?.replace(/\s+/g, '').slice(0, 160);
		if (text === undefined || seen.has(beginning)) continue;
		seen.add(beginning);
		for (const key of isDeclaration ? [from.name, '.d.ts'] : [from.name]) taken.set(key, (taken.get(key) ?? 0) + text.length);
		files.push({ file: path.relative(path.join(folder, 'node_modules'), file).replaceAll(path.sep, '/'), text, package: from });
	}
	return { files: /** @type {SourceFile[]} */ (files), refused };
}

function whyRefused(where, { version }) {
	if (!fs.existsSync(path.join(where, 'package.json'))) return 'not installed';
	const manifest = readJson(path.join(where, 'package.json'));
	if (manifest.version !== version) return `installed is ${manifest.version}, wanted ${version}`;
	const license = typeof manifest.license === 'string' ? manifest.license : (manifest.license?.type ?? 'none');
	return isPermissive(license) ? undefined : `its licence is ${license}`;
}

/** @returns {string[]} */
function filesBelow(folder) {
	const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
	return entries.flatMap(entry => {
		const where = path.join(folder, entry.name);
		if (entry.isDirectory()) return skippedFolders.test(entry.name) ? [] : filesBelow(where);
		if (!entry.isFile() || !source.test(entry.name) || built.test(entry.name)) return [];
		const { size } = fs.statSync(where);
		return size > fileBytes.least && size < fileBytes.most ? [where] : [];
	});
}

/** TypeScript first, then modules as their authors wrote them, then the rest, declarations last. */
function rankOf(file) {
	if (file.endsWith('.d.ts')) return 3;
	if (/\.tsx?$/.test(file)) return 0;
	return /\.mjs$|[\\/](?:src|lib|es|esm|modern)[\\/]/.test(file) ? 1 : 2;
}

/** Nothing where the file is machine-made or too short. Tabs become two blanks: the model knows one indentation. */
function cleaned(text) {
	const isBuilt = /"use strict";[\s\S]{0,300}__esModule|sourceMappingURL=data/.test(text);
	if (isBuilt || text.split('\n').some(line => line.length > mostLineLength)) return undefined;
	const clean = text
		.replace(/\r\n/g, '\n')
		.replace(/\/\*[\s\S]*?\*\//g, comment => (comment.length > 300 ? '' : comment))
		.replace(/\/\/# sourceMappingURL.*\n?/g, '')
		.replace(/\n{3,}/g, '\n\n')
		.replace(/\t/g, '  ')
		.trimStart();
	return clean.length < leastTextLength ? undefined : clean;
}
