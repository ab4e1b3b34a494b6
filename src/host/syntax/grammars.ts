/**
 * Tree-sitter's parsers, read from the folder that the build copies them to: a language's grammar when a file of it is first asked about, and the
 * library itself with the first of them. Who asks gets `undefined` until it is there.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Language, Parser } from 'web-tree-sitter';
import type { Grammar, GrammarOf } from '../../core/text/syntax';

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

type Library = typeof import('web-tree-sitter');

export class Grammars {
	private library: Promise<Library> | undefined;
	private readonly loading = new Map<string, Promise<Grammar | undefined>>();
	private readonly ready = new Map<string, Grammar>();

	/** @param folder with `tree-sitter.wasm` and `tree-sitter-NAME.wasm` */
	constructor(
		private readonly folder: string,
		private readonly log: { warn(message: string): void },
	) {}

	readonly of: GrammarOf = languageId => {
		const name = grammarNameOf(languageId);
		if (name === undefined) return undefined;
		const ready = this.ready.get(name);
		if (ready === undefined) void this.load(languageId);
		return ready;
	};

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
			const grammar = new TreeSitterGrammar(new library.Parser(), language);
			this.ready.set(name, grammar);
			return grammar;
		} catch (error) {
			// Everything works without it, a little less well.
			this.log.warn(`syntax: no ${name} grammar: ${error instanceof Error ? error.message : String(error)}`);
			return undefined;
		}
	}

	private async start(): Promise<Library> {
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

	parse(text: string, milliseconds = Infinity): ReturnType<Grammar['parse']> {
		const until = performance.now() + milliseconds;
		// The parser stops where this answers true, and would go on from there with the next text if it were not reset.
		const isLate = () => performance.now() > until;
		const tree = this.parser.parse(text, null, milliseconds === Infinity ? {} : { progressCallback: isLate });
		if (tree === null) this.parser.reset();
		return tree ?? undefined;
	}
}
