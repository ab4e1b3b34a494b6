/** Markdown as the model writes it, to nodes: no HTML, no images, links to http and https only, and those shown with their address. */
import MarkdownIt from 'markdown-it';
import { codeBlock } from './codeBlock';
import { sanitizedFragment } from './sanitize';

export type MarkdownToken = ReturnType<typeof markdown.parse>[number];
export interface MarkdownEnv {
	references?: Record<string, { title: string; href: string }>;
}

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true });
markdown.validateLink = address => /^https?:\/\//i.test(address.trim());
markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
	const link = tokens[index];
	// The address is the title, so that a link can't claim to lead elsewhere; VS Code asks before it opens one.
	link?.attrSet('title', String(link.attrGet('href')));
	return renderer.renderToken(tokens, index, options);
};
// An image would be fetched from wherever the model says; its address is offered as a link instead.
markdown.renderer.rules.image = (tokens, index) => {
	const image = tokens[index];
	const address = markdown.utils.escapeHtml(String(image?.attrGet('src') ?? ''));
	return `<a href="${address}" title="${address}">${markdown.utils.escapeHtml(image?.content ?? '') || address}</a>`;
};
markdown.renderer.rules.fence = (tokens, index) => {
	const fence = tokens[index];
	const language = markdown.utils.escapeHtml(languageOf(fence?.info ?? ''));
	return `<pre><code data-language="${language}">${markdown.utils.escapeHtml(fence?.content ?? '')}</code></pre>`;
};

export interface Block {
	/** Zero-based lines in the text: the first, and the one after the last. */
	readonly startLine: number;
	readonly endLine: number;
	readonly tokens: readonly MarkdownToken[];
}

/** The top-level blocks of a text. Definitions of reference links are added to `env` and are no blocks. */
export function blocksOf(text: string, env: MarkdownEnv): readonly Block[] {
	const blocks: Block[] = [];
	let tokens: MarkdownToken[] = [];
	for (const token of markdown.parse(text, env as Record<string, unknown>)) {
		tokens.push(token);
		if (token.level > 0 || token.nesting > 0) continue;
		const [startLine, endLine] = tokens[0]?.map ?? [0, 0];
		blocks.push({ startLine, endLine, tokens });
		tokens = [];
	}
	return blocks;
}

/** A block as nodes, with its code blocks dressed; `isLazy` colours them when they come into sight. */
export function renderBlock(block: Block, env: MarkdownEnv, isLazy: boolean): DocumentFragment {
	const html = markdown.renderer.render([...block.tokens], markdown.options, env as Record<string, unknown>);
	const fragment = sanitizedFragment(html);
	// Code reads from the left, and tells nothing of the direction of the sentence that it stands in.
	for (const code of fragment.querySelectorAll(':not(pre) > code')) code.setAttribute('dir', 'ltr');
	for (const code of fragment.querySelectorAll('pre > code')) {
		const dressed = codeBlock(code.getAttribute('data-language') ?? '');
		const words = withoutLastBreak(code.textContent);
		if (isLazy) dressed.showAll(words);
		else dressed.update(words, true);
		code.parentElement?.replaceWith(dressed.element);
	}
	return fragment;
}

/** The fence a block is, if it is one. */
export function fenceOf(block: Block): { readonly language: string; readonly code: string } | undefined {
	const [token] = block.tokens;
	if (token?.type !== 'fence') return undefined;
	return { language: languageOf(token.info), code: withoutLastBreak(token.content) };
}

function languageOf(info: string): string {
	return /^[^\s{:,]+/.exec(info.trim())?.[0].toLowerCase() ?? '';
}

function withoutLastBreak(code: string): string {
	return code.replace(/\n$/, '');
}
