/** Languages of tags, of rules, and of prose. What stands in an element such as `<script>` is told by {@link ../../completion/embedded}. */
import { type Language } from '../language';
import { unknownLanguage } from './braceLanguages';
import { never } from './never';

const tags: Language = {
	lineComments: [],
	blockComments: [['<!--', '-->']],
	quotes: [],
	longQuotes: [],
	blocks: 'tags',
	opensBlock: /<[A-Za-z][^<>]*[^<>/]>$|<[A-Za-z]>$|^\s*>$/,
	header: never,
	continues: never,
	closes: /^\s*(?:<\/[\w.:-]+>\s*)+$/,
};

/** Elements without content. */
const empty = '(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\\b';

const html: Language = { ...tags, opensBlock: new RegExp(`<(?!${empty})[A-Za-z][^<>]*[^<>/]>$|<[A-Za-z]>$|^\\s*>$`) };

const prose: Language = {
	lineComments: [],
	blockComments: [],
	quotes: [],
	longQuotes: [],
	blocks: 'prose',
	opensBlock: never,
	header: never,
	continues: never,
	closes: never,
};

const css: Language = {
	...unknownLanguage,
	lineComments: [],
	header: /^\s*@(?:media|supports|container|layer|keyframes|font-face|page)\b/,
	opensBlock: /\{$/,
};

export const quotedText = 'quoted text';

export const markupLanguages: Readonly<Record<string, Language>> = {
	html,
	vue: html,
	svelte: { ...html, opensBlock: new RegExp(`${html.opensBlock.source}|\\{[#:][^{}]*\\}$`) },
	xml: tags,
	css,
	scss: { ...css, lineComments: ['//'] },
	less: { ...css, lineComments: ['//'] },
	markdown: prose,
	plaintext: prose,
	// What a script writes into a file: of its language only brackets can be known.
	[quotedText]: { ...unknownLanguage, lineComments: [], blockComments: [], quotes: ['"'], header: never },
	latex: prose,
	restructuredtext: prose,
};
