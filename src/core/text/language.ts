/** What the completion needs to know of a language's surface: comments, strings, and how its blocks are marked. Unknown languages look like C. */
import { braceLanguages, unknownLanguage } from './languages/braceLanguages';
import { layoutLanguages } from './languages/layoutLanguages';
import { markupLanguages } from './languages/markupLanguages';
import { wordLanguages } from './languages/wordLanguages';

export type BlockStyle =
	| 'braces'
	| 'indentation' // Python, YAML: a block is what is indented deeper
	| 'layout' // Haskell, F#: what is indented deeper is a block or goes on with the line
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
	/** The same without escapes: in them a backslash is a letter. `after`: the letter that must stand before the opening. */
	readonly rawQuotes?: readonly (readonly [open: string, close: string, after?: string])[];
	/** What announces a string that begins with the next line and ends with a line of this word, the first group that matched. Sticky. */
	readonly heredoc?: RegExp;
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
	/** The head of a block that goes on over lines, as far as it got; matched against the end of the text before the cursor. */
	readonly longHead?: RegExp;
	/** A statement that has its body on its own line, other than in braces. */
	readonly isWhole?: RegExp;
	/** Where functions are declared by a name and a parenthesis alone: in classes only, or anywhere outside functions. */
	readonly functions?: 'inClasses' | 'anywhere';
	/** What stands before a brace that opens a value and no block, beside what does so in all languages. */
	readonly literal?: RegExp;
	/** A brace opens code whatever stands before it: a closure, the value of a declaration. */
	readonly hasOnlyBlocks?: boolean;
	/** The condition of an `if` needs no parentheses. */
	readonly hasBareConditions?: boolean;
	/** A line that goes on with the statement whose block has just ended: `else`, `catch`, `rescue`. */
	readonly continues: RegExp;
	/** A line made of nothing but the ends of blocks. */
	readonly closes: RegExp;
}

const languages: Readonly<Record<string, Language>> = { ...braceLanguages, ...wordLanguages, ...layoutLanguages, ...markupLanguages };

export function languageOf(languageId: string): Language {
	return Object.hasOwn(languages, languageId) ? (languages[languageId] ?? unknownLanguage) : unknownLanguage;
}

export function isKnownLanguage(languageId: string): boolean {
	return Object.hasOwn(languages, languageId);
}
