/**
 * An esbuild plugin that leaves of codicons, 600 icons, those that our pages can show: each whose name stands in quotes, or behind `codicon-`, somewhere in
 * the sources or in what we use of `@vscode-elements`. A name too many costs some hundred bytes.
 */
const fs = require('node:fs');
const path = require('node:path');
const subsetFont = require('subset-font');

const sources = ['src', 'node_modules/@vscode-elements/elements/dist'];
const rule = /^\.codicon-([\w-]+):before \{ content: "\\([0-9a-f]+)" \}\n?/gm;

/** @returns {import('esbuild').Plugin} */
function usedIcons() {
	return {
		name: 'used-icons',
		setup(build) {
			build.onLoad({ filter: /[\\/]codicon\.css$/ }, async ({ path: file }) => {
				const isUsed = await namesInSources();
				const contents = (await fs.promises.readFile(file, 'utf8')).replace(rule, (whole, name) => (isUsed(name) ? whole : ''));
				return { contents, loader: 'css' };
			});
			build.onLoad({ filter: /[\\/]codicon\.ttf$/ }, async ({ path: file }) => {
				const isUsed = await namesInSources();
				const css = await fs.promises.readFile(path.join(path.dirname(file), 'codicon.css'), 'utf8');
				const used = [...css.matchAll(rule)].filter(([, name]) => isUsed(name));
				const characters = used.map(([, , code]) => String.fromCodePoint(parseInt(code, 16))).join('');
				const contents = await subsetFont(await fs.promises.readFile(file), characters, { targetFormat: 'truetype' });
				return { contents, loader: 'dataurl' };
			});
		},
	};
}

/** @returns {Promise<(name: string) => boolean>} */
async function namesInSources() {
	const names = new Set();
	for (const folder of sources) {
		for (const name of await fs.promises.readdir(folder, { recursive: true })) {
			if (!/\.(ts|js|css)$/.test(name)) continue;
			const text = await fs.promises.readFile(path.join(folder, name), 'utf8');
			for (const [, quoted, behind] of text.matchAll(/(?<=['"`])([a-z][\w-]*)(?=[ '"`])|codicon-([\w-]+)/g)) names.add(quoted ?? behind);
		}
	}
	return name => names.has(name);
}

module.exports = { usedIcons };
