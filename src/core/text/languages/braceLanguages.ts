/** Languages with blocks in braces. */
import { type Language } from '../language';
import { never } from './never';

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

export const unknownLanguage = braces;

const functionValue = /(?:[=(,:[]\s*|\breturn\s+)(?:async\s+|static\s+)?(?:function|class)\b[^{}]*$/;

const typescript: Language = {
	...braces,
	longQuotes: ['`'],
	hasRegexLiterals: true,
	innerHeader: functionValue,
	longHead: /\b(?:function|class|interface)\s+\w*<[^;{}]*$/,
	functions: 'inClasses',
};

/** Elements stand among the code: `<ul>`, and a `>` that ends a tag of several lines. */
const withElements: Language = {
	...typescript,
	opensBlock: new RegExp(
		`${braces.opensBlock.source}|(?:^\\s*|[(>&?:]\\s*|\\breturn\\s+)<(?:[A-Za-z][\\w.]*(?:\\s[^<>]*[^<>/=])?)?>$|^\\s*>$`,
	),
};

/** A structure's value behind its type in parentheses. */
const cLike: Language = { ...braces, literal: /(?:=|\breturn|[,(])\s*\([^()]*\)$/, functions: 'anywhere' };

/** What goes before members: `public:`. */
const access = '^\\s*(?:public|private|protected|signals|Q_SIGNALS)(?:\\s+(?:slots|Q_SLOTS))?\\s*:$';

const cpp: Language = {
	...cLike,
	rawQuotes: [['"(', ')"', 'R']],
	opensBlock: new RegExp(`${braces.opensBlock.source}|${access}`),
	// A variable and its type; what has parentheses is a function.
	literal: /^(?![^]*\b(?:class|struct|union|enum|namespace|concept|requires)\b)[^()]*[\w>\]]\s+(?:=\s*[\w:<>]+|\w+)$/,
};

const objectiveC: Language = {
	...cLike,
	literal: /@$/,
	opensBlock: new RegExp(`${braces.opensBlock.source}|^\\s*@(?:implementation|interface|protocol)\\b`),
};

const java: Language = { ...braces, longQuotes: ['"""'], functions: 'inClasses' };

const csharp: Language = {
	...java,
	longQuotes: [],
	rawQuotes: [
		['"""', '"""'],
		['$@"', '"'],
		['@$"', '"'],
		['@"', '"'],
	],
	// Behind the arrow of a member, or of a switch's arm, there is a value.
	opensBlock: /[{([]$|(?:[=(,:?]|\breturn|=>)\s*(?:async\s+|static\s+)*(?:\w+|\([^()]*\))\s*=>$|^\s*(?:case\b.+|default\s*):$/,
	literal: /[\w)\]]\s+switch$/,
};

/** Behind a list of parameters of a closure. */
const closure = '\\{[^{}]*';

const bare = { hasBareConditions: true } as const;
const capitalized = /(?:\.|\b[A-Z]\w*|\][\w.]+)$/;

export const braceLanguages: Readonly<Record<string, Language>> = {
	typescript,
	javascript: typescript,
	typescriptreact: withElements,
	javascriptreact: withElements,
	go: {
		...braces,
		...bare,
		rawQuotes: [['`', '`']],
		innerHeader: /(?:[=(,:{]\s*|\b(?:go|defer|return)\s+)func\b[^{}]*$/,
		literal: /(?:[^=-]>|[\w\]])$/,
	},
	rust: {
		...braces,
		...bare,
		quotes: [],
		hasCharacterLiterals: true,
		longQuotes: ['"'],
		rawQuotes: [
			['##"', '"##', 'r'],
			['#"', '"#', 'r'],
		],
		header: new RegExp(`${braces.header.source}|^\\s*(?:macro_rules!|where\\b)`),
		innerHeader: /(?:[=(,]|=>|\breturn\b)\s*(?:match|if|loop|while|for|unsafe|async)\b[^{};]*$|\|\s*(?:->.*)?$/,
		longHead: /\n[ \t]*where\b[^;{}]*$/,
		literal: /(?:[^=-]>|[\w\]]|::)$/,
		hasOnlyBlocks: true,
	},
	zig: {
		...braces,
		blockComments: [],
		// A line of a text over several lines.
		quotes: ['"', "'", '\\\\'],
		header:
			/^[\s}]*(?:(?:pub|export|inline|noinline)\s+|extern\s+(?:"\w+"\s+)?)*(?:fn|if|for|while|switch|else|test)\b|=\s*(?:packed\s+|extern\s+)?(?:struct|enum|union)\b/,
		hasOnlyBlocks: true,
		literal: capitalized,
	},
	c: cLike,
	cpp,
	'cuda-cpp': cpp,
	'objective-c': objectiveC,
	'objective-cpp': objectiveC,
	java,
	csharp,
	php: {
		...braces,
		// `=>` is between key and value.
		opensBlock: /[{([]$|^\s*(?:case\b.+|default\s*):$|^[\s}]*(?:if|elseif|else|for|foreach|while|switch)\b.*:$/,
		innerHeader: functionValue,
		lineComments: ['//', '#'],
		quotes: [],
		longQuotes: ['"', "'"],
		heredoc: /<<<[ \t]*["']?([A-Za-z_]\w*)["']?/y,
	},
	kotlin: {
		...braces,
		rawQuotes: [['"""', '"""']],
		opensBlock: new RegExp(`[{([]$|${closure}->$`),
		header: new RegExp(`${braces.header.source}|^\\s*(?:\\w+\\s+)*(?:fun|when|object)\\b`),
		isWhole: /\bfun\b[^=]*\)\s*(?::\s*[^=]+)?=(?!=)/,
		hasOnlyBlocks: true,
	},
	swift: {
		...braces,
		...bare,
		quotes: ['"'],
		longQuotes: ['"""'],
		opensBlock: new RegExp(`${braces.opensBlock.source}|${closure}\\bin$`),
		header: new RegExp(`${braces.header.source}|^\\s*(?:guard|extension|protocol|init)\\b`),
		hasOnlyBlocks: true,
	},
	scala: {
		...braces,
		rawQuotes: [['"""', '"""']],
		opensBlock: /[{([]$|=>$|\bdef\b.*=$|\b(?:yield|match|try|finally|then|do)$|^\s*(?:class|object|trait|enum|given)\b.*:$/,
		header: new RegExp(
			`${braces.header.source}|^\\s*(?:(?:override|private|protected|final|implicit|inline|sealed|abstract|case|lazy)(?:\\[\\w+\\])?\\s+)*(?:def|object|class|trait)\\b`,
		),
		isWhole: /\bdef\b[^=]*=(?!=)\s*[^\s{]/,
		hasOnlyBlocks: true,
	},
	groovy: { ...java, opensBlock: new RegExp(`[{([]$|${closure}->$|^\\s*(?:case\\b.+|default\\s*):$`), hasOnlyBlocks: true },
	dart: {
		...braces,
		longQuotes: ["'''", '"""'],
		opensBlock: /[{([]$|^\s*(?:case\b.+|default\s*):$/,
		functions: 'anywhere',
	},
	perl: {
		...braces,
		lineComments: ['#'],
		blockComments: [],
		heredoc: /<<~?["']?([A-Z_]\w*)["']?/y,
		header: /^[\s}]*(?:sub|if|elsif|else|unless|for|foreach|while|until|package)\b(?!.*;)/,
	},
	powershell: {
		...braces,
		lineComments: ['#'],
		blockComments: [['<#', '#>']],
		header: /^[\s}]*(?:function|if|elseif|else|foreach|for|while|switch|try|catch|finally|do|class|enum|filter)\b/i,
		hasOnlyBlocks: true,
		literal: /@$/,
	},
	r: { ...braces, lineComments: ['#'], blockComments: [], innerHeader: /(?:<-|[=(,])\s*function\b[^{}]*$/ },
	terraform: { ...braces, lineComments: ['#', '//'], heredoc: /<<[~-]?([A-Za-z_]\w*)/y },
	graphql: { ...braces, lineComments: ['#'], blockComments: [], longQuotes: ['"""'] },
	json: { ...braces, header: never },
	jsonc: { ...braces, header: never },
	sql: {
		...braces,
		lineComments: ['--'],
		header: never,
		opensBlock: /^\s*create\b.*\($|\bas\s*\($|(?:^|\s)(?:begin|then|loop|else)$/i,
	},
};
