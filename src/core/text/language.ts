/** What the completion needs to know of a language's surface: comments, strings, and how its blocks are marked. Unknown languages look like C. */

export type BlockStyle =
	| 'braces'
	| 'indentation' // Python, YAML: a block is what is indented deeper
	| 'keywords' // Ruby, Lua, shell: a block ends with a word
	| 'tags'
	| 'prose'; // no blocks at all

export interface Language {
	readonly lineComments: readonly string[];
	readonly blockComments: readonly (readonly [open: string, close: string])[];
	/** Strings that end with their line. */
	readonly quotes: readonly string[];
	/** Strings that may span lines; longer openings first. */
	readonly longQuotes: readonly string[];
	/** A closing parenthesis may stand alone: behind the pattern of a case. */
	readonly hasLoneParentheses?: boolean;
	/** `/…/` after an operator is a regular expression, in which quotes and brackets are letters. */
	readonly hasRegexLiterals?: boolean;
	/** `'('` is a letter, while `'a` alone is none. */
	readonly hasCharacterLiterals?: boolean;
	readonly blocks: BlockStyle;
	/** The line opens a block that comes on the following lines. Matched against the line without comment and trailing white space. */
	readonly opensBlock: RegExp;
	/** The line is a statement that will open a block once it is finished. */
	readonly header: RegExp;
	/** A statement that will open a block within an expression: a function as argument, a `match` as value. */
	readonly innerHeader?: RegExp;
	/** Where functions are declared by a name and a parenthesis alone: in classes only, or anywhere outside functions. */
	readonly functions?: 'inClasses' | 'anywhere';
	/** `Point {` is a value. */
	readonly structLiterals?: boolean;
	/** A line that goes on with the statement whose block has just ended: `else`, `catch`, `rescue`. */
	readonly continues: RegExp;
	/** A line made of nothing but the ends of blocks. */
	readonly closes: RegExp;
}

const never = /(?!)/;
const slashes = { lineComments: ['//'], blockComments: [['/*', '*/']] } as const;

const modifiers =
	'export|default|declare|public|private|protected|internal|static|abstract|final|override|async|unsafe|sealed|partial|readonly|inline|virtual|typedef|const|open|data';
const headerWords =
	'if|for|foreach|while|switch|else|elseif|try|catch|finally|do|function\\b\\*?|class|fn|func|synchronized|(?:using|lock|fixed)(?=\\s*\\()|(?:interface|enum|struct|namespace|module|mod|trait|impl|match|loop|union|record|select|unsafe)\\b(?!\\()';

const braces: Language = {
	...slashes,
	quotes: ['"', "'"],
	longQuotes: [],
	blocks: 'braces',
	opensBlock: /[{([]$|=>$|^\s*(?:case\b.+|default\s*):$/,
	header: new RegExp(
		`^(?!\\s*type\\s+\\w+\\s+func\\b)\\s*(?:(?:${modifiers})\\s+|pub(?:\\([^)]*\\))?\\s+|template\\s*<[^<>]*>\\s*|type\\s+\\w+(?:\\[[^\\]]*\\])?\\s+|}\\s*)*(?:${headerWords})\\b(?![\\w-]*\\s*[=:,.;])`,
	),
	continues: /^[}\s]*(?:else|catch|finally|while)\b/,
	closes: /^[\s)\]},;]+$/,
};

const functionValue = /(?:[=(,:[]\s*|\breturn\s+)(?:async\s+|static\s+)?(?:function|class)\b[^{}]*$/;
const cLike: Language = { ...braces, functions: 'anywhere' };
const javaLike: Language = { ...braces, functions: 'inClasses' };

const typescript: Language = {
	...braces,
	longQuotes: ['`'],
	hasRegexLiterals: true,
	innerHeader: functionValue,
	functions: 'inClasses',
};

const python: Language = {
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"', "'"],
	longQuotes: ['"""', "'''"],
	blocks: 'indentation',
	opensBlock: /[:([{]$/,
	header: /^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b(?!\s*[=.,)])/,
	continues: /^\s*(?:elif|else|except|finally)\b/,
	closes: /^[\s)\]},]+$/,
};

const ruby: Language = {
	lineComments: ['#'],
	blockComments: [['=begin', '=end']],
	quotes: ['"', "'", '`'],
	longQuotes: [],
	hasRegexLiterals: true,
	blocks: 'keywords',
	opensBlock:
		/[{([]$|(?:\bdo|{)(?:\s*\|[^|]*\|)?$|^\s*(?:def|class|module|if|unless|while|until|case|for|begin|else|elsif|rescue|ensure|when)\b.*$/,
	header: /^\s*(?:def|class|module|if|unless|while|until|case|for|begin|else|elsif|rescue|ensure|when)\b(?!.*\bend\b)/,
	continues: /^\s*(?:else|elsif|rescue|ensure|when|in)\b/,
	closes: /^[\s)\]},]*(?:end[\s)\]},.]*)?$/,
};

const lua: Language = {
	lineComments: ['--'],
	blockComments: [['--[[', ']]']],
	quotes: ['"', "'"],
	longQuotes: [],
	blocks: 'keywords',
	opensBlock: /[{([]$|\b(?:then|do|else|repeat)$|\bfunction\b[^()]*\([^()]*\)$/,
	header: /^\s*(?:local\s+)?(?:function|if|elseif|else|for|while|repeat)\b(?!.*\bend\b)/,
	continues: /^\s*(?:else|elseif|until)\b/,
	closes: /^[\s)\]},;]*(?:end[\s)\]},;]*)?$/,
};

const shell: Language = {
	lineComments: ['#'],
	blockComments: [],
	quotes: [],
	longQuotes: ['"', "'"],
	hasLoneParentheses: true,
	blocks: 'keywords',
	opensBlock: /[{(]$|\b(?:then|do|else|in)$/,
	header: /^\s*(?:if|elif|else|for|while|until|case|function)\b(?!.*\b(?:fi|done|esac)\b)|^\s*[\w:-]+\s*\(\)?$/,
	continues: /^\s*(?:else|elif|then)\b/,
	closes: /^\s*(?:fi|done|esac|[)}]|;;)\s*$/,
};

const tags: Language = {
	lineComments: [],
	blockComments: [['<!--', '-->']],
	quotes: [],
	longQuotes: [],
	blocks: 'tags',
	opensBlock: /<[A-Za-z][^<>]*[^<>/]>$|<[A-Za-z]>$/,
	header: never,
	continues: never,
	closes: /^\s*(?:<\/[\w.:-]+>\s*)+$/,
};

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
	...braces,
	lineComments: [],
	header: /^\s*@(?:media|supports|container|layer|keyframes|font-face|page)\b/,
	opensBlock: /\{$/,
};

const languages: Readonly<Record<string, Language>> = {
	typescript,
	typescriptreact: typescript,
	javascript: typescript,
	javascriptreact: typescript,
	vue: tags,
	svelte: tags,
	html: tags,
	xml: tags,
	python,
	ruby,
	crystal: ruby,
	elixir: ruby,
	julia: ruby,
	lua,
	shellscript: shell,
	go: {
		...braces,
		longQuotes: ['`'],
		innerHeader: /(?:[=(,:{]\s*|\b(?:go|defer|return)\s+)func\b[^{}]*$/,
		structLiterals: true,
	},
	rust: {
		...braces,
		quotes: [],
		hasCharacterLiterals: true,
		longQuotes: ['"'],
		innerHeader: /(?:[=(,]|=>|\breturn\b)\s*(?:match|if|loop|while|for|unsafe|async)\b[^{};]*$|\|\s*(?:->.*)?$/,
		structLiterals: true,
	},
	c: cLike,
	cpp: cLike,
	'objective-c': cLike,
	java: javaLike,
	csharp: javaLike,
	// `=>` is between key and value.
	php: {
		...braces,
		opensBlock: /[{([]$|^\s*(?:case\b.+|default\s*):$/,
		innerHeader: functionValue,
		lineComments: ['//', '#'],
		quotes: [],
		longQuotes: ['"', "'"],
	},
	kotlin: { ...braces, longQuotes: ['"""'], header: new RegExp(`${braces.header.source}|^\\s*(?:\\w+\\s+)*(?:fun|when|object)\\b`) },
	swift: {
		...braces,
		quotes: ['"'],
		longQuotes: ['"""'],
		header: new RegExp(`${braces.header.source}|^\\s*(?:guard|extension|protocol|init)\\b`),
	},
	scala: { ...braces, longQuotes: ['"""'] },
	dart: { ...braces, longQuotes: ["'''", '"""'], functions: 'anywhere' },
	css,
	scss: { ...css, lineComments: ['//'] },
	less: { ...css, lineComments: ['//'] },
	json: { ...braces, header: never },
	jsonc: { ...braces, header: never },
	yaml: { ...python, longQuotes: [], opensBlock: /:$/, header: never, continues: never },
	sql: { ...braces, lineComments: ['--'], header: never, opensBlock: /\($/ },
	dockerfile: { ...shell, opensBlock: never, header: never },
	makefile: { ...shell, opensBlock: /:$/, header: never },
	markdown: prose,
	plaintext: prose,
	latex: prose,
	restructuredtext: prose,
};

export function languageOf(languageId: string): Language {
	return Object.hasOwn(languages, languageId) ? (languages[languageId] ?? braces) : braces;
}
