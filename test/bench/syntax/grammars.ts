/**
 * Tree-sitter's parsers, read from the folder that scripts/lib/copyGrammars.mjs fills: a language's grammar when it is first asked for, and the
 * library itself with the first of them.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as Library from 'web-tree-sitter';
import type { Language, Parser } from 'web-tree-sitter';
import type { Grammar } from './syntax';

/** VS Code's languages by the name of their grammar. */
const grammarOf: Readonly<Record<string, string>> = {
	c: 'cpp',
	cpp: 'cpp',
	csharp: 'c-sharp',
	css: 'css',
	go: 'go',
	java: 'java',
	javascript: 'javascript',
	javascriptreact: 'javascript',
	php: 'php',
	python: 'python',
	ruby: 'ruby',
	rust: 'rust',
	shellscript: 'bash',
	typescript: 'typescript',
	typescriptreact: 'tsx',
};

export class Grammars {
	private library: Promise<typeof Library> | undefined;
	private readonly loading = new Map<string, Promise<Grammar | undefined>>();

	/** @param folder with `tree-sitter.wasm` and `tree-sitter-NAME.wasm` */
	constructor(
		private readonly folder: string,
		private readonly log: { warn(message: string): void },
	) {}

	/** `undefined` for a language without a grammar, or where it can't be read. */
	async load(languageId: string): Promise<Grammar | undefined> {
		const name = grammarNameOf(languageId);
		if (name === undefined) return undefined;
		const known = this.loading.get(name) ?? this.read(name);
		this.loading.set(name, known);
		return known;
	}

	private async read(name: string): Promise<Grammar | undefined> {
		try {
			this.library ??= this.start();
			const library = await this.library;
			const language = await library.Language.load(await fs.promises.readFile(path.join(this.folder, `tree-sitter-${name}.wasm`)));
			return new TreeSitterGrammar(new library.Parser(), language);
		} catch (error) {
			this.log.warn(`syntax: no ${name} grammar: ${error instanceof Error ? error.message : String(error)}`);
			return undefined;
		}
	}

	private async start(): Promise<typeof Library> {
		const library = await import('web-tree-sitter');
		await library.Parser.init({ locateFile: () => path.join(this.folder, 'tree-sitter.wasm') });
		return library;
	}
}

function grammarNameOf(languageId: string): string | undefined {
	return Object.hasOwn(grammarOf, languageId) ? grammarOf[languageId] : undefined;
}

class TreeSitterGrammar implements Grammar {
	constructor(
		private readonly parser: Parser,
		language: Language,
	) {
		parser.setLanguage(language);
	}

	parse(text: string): ReturnType<Grammar['parse']> {
		return this.parser.parse(text) ?? undefined;
	}
}
