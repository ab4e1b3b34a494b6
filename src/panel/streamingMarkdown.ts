/**
 * Renders Markdown while it arrives. Blocks that can't change any more are rendered once and left alone; only the last one is rendered
 * again, at most once per frame. A block is final when the first line of the next one is complete: until then a heading may still turn
 * out to be text, and a rule the start of bold words.
 */
import { type CodeBlock, codeBlock } from './codeBlock';
import { type Block, blocksOf, fenceOf, type MarkdownEnv, renderBlock } from './markdown';
import { withoutTricks } from './sanitize';

export class StreamingMarkdown {
	private tail = '';
	private readonly env: Required<MarkdownEnv> = { references: {} };
	/** The nodes of the block that may still change. */
	private live: readonly ChildNode[] = [];
	private liveCode: CodeBlock | undefined;
	private frame: number | undefined;
	/** Whether anybody saw it grow. What came all at once was there before, and is coloured when it comes into sight. */
	private wasRendered = false;

	/**
	 * @param container gets the blocks as children
	 * @param decorate is given every rendered block before it is shown, to add what Markdown can't say
	 * @param onRendered is called after the page changed
	 */
	constructor(
		private readonly container: HTMLElement,
		private readonly decorate: (fragment: DocumentFragment) => void,
		private readonly onRendered: () => void,
	) {}

	append(text: string): void {
		this.tail += text;
		this.frame ??= requestAnimationFrame(() => this.render(false));
	}

	/** Renders what is left at once; nothing may be appended after it. */
	finish(): void {
		if (this.frame !== undefined) cancelAnimationFrame(this.frame);
		this.render(true);
	}

	private render(isLast: boolean): void {
		this.frame = undefined;
		const text = withoutTricks(this.tail);
		const env: MarkdownEnv = { references: { ...this.env.references } };
		const blocks = blocksOf(text, env);
		const completeLines = isLast ? Infinity : text.split('\n').length - 1;
		const openAt = isLast ? blocks.length : Math.max(0, blocks.filter(block => block.startLine < completeLines).length - 1);
		blocks.forEach((block, index) => {
			// What follows the open block begins on a line that is still being written: shown, but gone with the next frame.
			if (index > openAt) this.addLive(this.rendered(block, env));
			else this.show(block, env, isLast || index < blocks.length - 1, isLast && !this.wasRendered);
			if (index < openAt) this.freeze();
		});
		if (blocks.length === 0) this.replaceLive([]);
		this.wasRendered = true;
		this.forgetFrozen(text, blocks[openAt]);
		this.onRendered();
	}

	/** Shows a block in place of the live one. */
	private show(block: Block, env: MarkdownEnv, isClosed: boolean, isLazy: boolean): void {
		const fence = fenceOf(block);
		if (fence === undefined) {
			this.replaceLive(this.rendered(block, env, isLazy));
			return;
		}
		let code = this.liveCode;
		if (code?.language !== fence.language) code = codeBlock(fence.language);
		// The first backticks of the closing fence would flash as code.
		if (isLazy) code.showAll(fence.code);
		else code.update(isClosed ? fence.code : fence.code.replace(/\n`{1,2}$/, ''), isClosed);
		this.replaceLive([code.element]);
		this.liveCode = code;
	}

	private rendered(block: Block, env: MarkdownEnv, isLazy = false): readonly ChildNode[] {
		const fragment = renderBlock(block, env, isLazy);
		this.decorate(fragment);
		return [...fragment.childNodes];
	}

	/** A node that is live before and after stays where it is, and so keeps its focus and its scrolling. */
	private replaceLive(nodes: readonly ChildNode[]): void {
		for (const node of this.live) if (!nodes.includes(node)) node.remove();
		for (const node of nodes) if (!this.live.includes(node)) this.container.append(node);
		this.live = nodes;
		this.liveCode = undefined;
	}

	private addLive(nodes: readonly ChildNode[]): void {
		this.container.append(...nodes);
		this.live = [...this.live, ...nodes];
	}

	private freeze(): void {
		this.live = [];
		this.liveCode = undefined;
	}

	/** Drops the text of final blocks; what they define for reference links is kept. */
	private forgetFrozen(text: string, open: Block | undefined): void {
		if (open === undefined || open.startLine === 0) return;
		const lines = text.split('\n');
		blocksOf(lines.slice(0, open.startLine).join('\n'), this.env);
		this.tail = lines.slice(open.startLine).join('\n');
	}
}
