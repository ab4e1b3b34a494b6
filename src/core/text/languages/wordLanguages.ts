/** Languages whose blocks end with a word. */
import { type Language } from '../language';
import { never } from './never';

/** With one of these begins a statement that is a value too. */
const rubyValue = '(?:if|unless|case|begin|while|until)\\b';

const ruby: Language = {
	lineComments: ['#'],
	blockComments: [['=begin', '=end']],
	quotes: ['"', "'", '`'],
	longQuotes: [],
	heredoc: /<<(?:[~-]["'`]?([A-Za-z_]\w*)["'`]?|([A-Z_]{3,}\b))/y,
	hasRegexLiterals: true,
	blocks: 'keywords',
	opensBlock: new RegExp(
		`[{([]$|(?:\\bdo|{)(?:\\s*\\|[^|]*\\|)?$|^\\s*(?:(?:private|protected|public|module_function)\\s+)?(?:def|class|module|if|unless|while|until|case|for|begin|else|elsif|rescue|ensure|when)\\b.*$|[^=!<>]=\\s*${rubyValue}.*$`,
	),
	header: new RegExp(
		`^\\s*(?:(?:private|protected|public|module_function)\\s+)?(?:def|class|module|if|unless|while|until|case|for|begin|else|elsif|rescue|ensure|when)\\b(?!.*\\bend\\b)|[^=!<>]=\\s*${rubyValue}(?!.*\\bend\\b)`,
	),
	// `def square(x) = x * x`
	isWhole: /\bdef\s+[\w.?!]+(?:\([^()]*\))?\s+=\s/,
	continues: /^\s*(?:else|elsif|rescue|ensure|when|in)\b/,
	closes: /^[\s)\]},]*(?:end[\s)\]},.]*)?$/,
};

const julia: Language = {
	...ruby,
	blockComments: [['#=', '=#']],
	quotes: ['"'],
	longQuotes: ['"""'],
	hasCharacterLiterals: true,
	hasRegexLiterals: false,
	heredoc: never,
	opensBlock:
		/[{([]$|\bdo(?:\s+[\w, ()]+)?$|^\s*(?:function|macro|module|struct|mutable\s+struct|if|while|for|let|begin|quote|try|else|elseif|catch|finally)\b.*$/,
	header: /^\s*(?:function|macro|module|struct|mutable\s+struct|if|while|for|let|begin|quote|try|else|elseif|catch|finally)\b(?!.*\bend\b)/,
	continues: /^\s*(?:else|elseif|catch|finally)\b/,
};

const elixir: Language = {
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"', "'"],
	longQuotes: ['"""', "'''"],
	blocks: 'keywords',
	opensBlock: /[{([]$|\bdo$|->$|^\s*(?:else|rescue|catch|after)$/,
	header:
		/^\s*(?:defmodule|defp?|defmacrop?|defguardp?|defimpl|defprotocol|if|unless|case|cond|for|with|receive|try|quote|test|describe|setup)\b(?!.*\bend\b)/,
	isWhole: /[,)]\s*do:/,
	continues: /^\s*(?:else|rescue|catch|after)\b/,
	closes: ruby.closes,
};

const lua: Language = {
	lineComments: ['--'],
	blockComments: [['--[[', ']]']],
	quotes: ['"', "'"],
	longQuotes: [],
	rawQuotes: [
		['[[', ']]'],
		['[=[', ']=]'],
	],
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
	// Not `<<<`, and not a shift within `((`.
	heredoc: /(?<![<(\d])<<(?!<)[-~]?[ \t]*\\?["']?([A-Za-z_]\w*)["']?(?!.*\)\))/y,
	hasLoneParentheses: true,
	blocks: 'keywords',
	// The last: a pattern of a case.
	opensBlock: /[{(]$|\b(?:then|do|else|in)$|^\s*(?:[^\s()|"']+|"[^"]*"|'[^']*')(?:\s*\|\s*(?:[^\s()|"']+|"[^"]*"|'[^']*'))*\)$/,
	header: /^\s*(?:if|elif|else|for|while|until|case|function)\b(?!.*\b(?:fi|done|esac)\b)|^\s*[\w:-]+\s*\(\)?$/,
	continues: /^\s*(?:else|elif|then)\b/,
	closes: /^\s*(?:fi|done|esac|[)}]|;;)\s*$/,
};

export const wordLanguages: Readonly<Record<string, Language>> = {
	ruby,
	crystal: ruby,
	elixir,
	julia,
	lua,
	shellscript: shell,
	dockerfile: { ...shell, heredoc: never, opensBlock: never, header: never },
	makefile: { ...shell, heredoc: never, opensBlock: /^[^\s#=:][^=:]*::?(?:[^=:]*)$/, header: never },
};
