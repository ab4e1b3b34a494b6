/** A question about code, as the extension asks it, and as others do. */
import { kebab } from '../code/casing.mjs';

const endings = {
	typescript: 'ts',
	javascript: 'js',
	typescriptreact: 'tsx',
	javascriptreact: 'jsx',
	python: 'py',
	go: 'go',
};

/**
 * As core/chat/prompts/demo words it.
 * @param {string} words
 * @param {{file: string, language: string, code: string}} source
 * @param {boolean} isTurkish
 */
export function askAbout(words, { file, language, code }, isTurkish) {
	return `${words}\n${isTurkish ? 'Dosya' : 'File'}: ${file}\n\n${fenced(language, code)}`;
}

/**
 * Half as the extension asks, half in other ways: what the model learns of them is to find the code wherever it stands.
 * @param {readonly string[]} words to pick from; the first is the extension's
 * @param {{language: string, code: string}} piece
 * @param {boolean} isTurkish
 * @param {import('../code/draw.mjs').Draw} draw
 * @param {string} [wish] a sentence more
 */
export function drawQuestion(words, { language, code }, isTurkish, draw, wish) {
	const file = fileName(language, draw);
	const picked = draw.chance(0.3) ? (words[0] ?? '') : draw.pick(words);
	const asked = wish === undefined ? picked : `${picked.replace(/:$/, '.')} ${wish}`;
	const share = draw.random();
	if (share < 0.5) return askAbout(asked, { file, language, code }, isTurkish);
	if (share < 0.8) return `${asked}\n\n${fenced(language, code)}`;
	if (share < 0.9) return `${file}\n\n${fenced(language, code)}\n\n${asked}`;
	return `${asked}\n\n${code}`;
}

export function fenced(/** @type {string} */ language, /** @type {string} */ code) {
	return `\`\`\`${language}\n${code}\n\`\`\``;
}

export function fileName(/** @type {string} */ language, /** @type {import('../code/draw.mjs').Draw} */ draw) {
	return `${draw.pick(['src/', 'lib/', '', 'app/', 'src/utils/'])}${kebab(draw.thing())}.${endings[language]}`;
}
