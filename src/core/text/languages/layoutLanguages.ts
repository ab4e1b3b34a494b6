/** Languages whose blocks are what is indented deeper. */
import { type Language } from '../language';
import { never } from './never';

const python: Language = {
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"', "'"],
	longQuotes: ['"""', "'''"],
	blocks: 'indentation',
	opensBlock: /[:([{]$/,
	header: /^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b(?!\s*[=.,)])/,
	isWhole: /:(?!=)\s*\S/,
	continues: /^\s*(?:elif|else|except|finally)\b/,
	closes: /^[\s)\]},]+$/,
};

const yaml: Language = {
	...python,
	longQuotes: [],
	// The second: a text over several lines.
	opensBlock: /:$|[:-]\s+[|>][-+\d]{0,2}$/,
	header: never,
	isWhole: /:\s+(?![|>][-+\d]{0,2}$)\S/,
	continues: never,
};

const haskell: Language = {
	lineComments: ['--'],
	blockComments: [['{-', '-}']],
	quotes: ['"'],
	longQuotes: [],
	hasCharacterLiterals: true,
	blocks: 'layout',
	opensBlock: /(?:^|[^=<>/!|])=$|->$|\b(?:do|of|where|let|then|else)$/,
	header: never,
	continues: /^\s*(?:where|else|then)\b/,
	closes: /^[\s)\]},]+$/,
};

const ocaml: Language = {
	...haskell,
	lineComments: [],
	blockComments: [['(*', '*)']],
	opensBlock: /(?:^|[^=<>!:])=$|->$|\b(?:do|of|with|then|else|where|try|begin|struct|sig|function|finally)$/,
	continues: /^\s*(?:else|with|and|finally)\b/,
};

export const layoutLanguages: Readonly<Record<string, Language>> = {
	python,
	yaml,
	dockercompose: yaml,
	nim: {
		...python,
		longQuotes: ['"""'],
		opensBlock: /:$|\b(?:proc|func|method|template|macro|iterator)\b.*=$/,
		header: /^\s*(?:if|elif|else|for|while|case|of|try|except|finally|proc|func|method|template|macro|iterator|block|when)\b/,
		isWhole: /\b(?:proc|func|method|template|macro|iterator)\b.*[^=<>!]=\s*\S/,
	},
	haskell,
	ocaml,
	fsharp: { ...ocaml, lineComments: ['//'], longQuotes: ['"""'] },
};
