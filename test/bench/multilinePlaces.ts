/**
 * Places in real code of which the syntax tree of the whole file says whether a block may be offered there. Each is made by rule:
 * yes where a block's content, or what is left of a statement with a block, was taken out behind the cursor; no within and behind statements that
 * have none, in comments and strings, and wherever the block is there already.
 */
import type { SyntaxNode } from './syntax/syntax';
import type { Random } from '../../src/lab/random';
import type { Source } from './cuts';

export const placeKinds = {
	opened: true,
	ownLine: true,
	headerBegun: true,
	bodyFollows: false,
	withinHeader: false,
	statementBegun: false,
	behindStatement: false,
	comment: false,
	string: false,
	blankLine: false,
} as const;
export type PlaceKind = keyof typeof placeKinds;

export interface LabelledPlace {
	readonly id: string;
	readonly kind: PlaceKind;
	readonly languageId: string;
	readonly prefix: string;
	readonly suffix: string;
}

/** What holds statements or members. */
const bodies = new Set(
	(
		'block compound_statement statement_block class_body declaration_list field_declaration_list interface_body enum_body switch_body ' +
		'switch_block match_block constructor_body enumerator_list enum_variant_list do_group'
	).split(' '),
);

/** What has a body and says so with its first word. */
const keywordOwners =
	/^(?:if|elif|else|else_if|while|for|foreach|for_in|for_each|enhanced_for|for_range|c_style_for|try|catch|except|finally|with|switch|match|class|interface|enum|struct|union|impl|trait|mod|namespace|internal_module|function|function_item|generator_function|loop|unsafe|media)(?:_statement|_clause|_loop|_expression|_declaration|_definition|_specifier|_item|_block)?$/;

/** What has a body, and is known by its parenthesis. */
const namedOwners = /^(?:method_declaration|method_definition|constructor_declaration|function_definition)$/;

const plainStatements =
	/^(?:expression_statement|return_statement|lexical_declaration|variable_declaration|local_variable_declaration|local_declaration_statement|short_var_declaration|let_declaration|assignment_statement|throw_statement|raise_statement|import_statement|use_declaration|field_declaration|public_field_definition|command|variable_assignment|declaration)$/;

export function placesIn(
	{ name, languageId, text }: Source,
	root: SyntaxNode,
	random: Random,
	ofEachKind: number,
): readonly LabelledPlace[] {
	const found: Record<PlaceKind, { readonly prefix: string; readonly suffix: string }[]> = {
		opened: [],
		ownLine: [],
		headerBegun: [],
		bodyFollows: [],
		withinHeader: [],
		statementBegun: [],
		behindStatement: [],
		comment: [],
		string: [],
		blankLine: [],
	};
	const put = (kind: PlaceKind, end: number, from = end, added: readonly [behind: string, before: string] = ['', '']) =>
		found[kind].push({ prefix: text.slice(0, end) + added[0], suffix: added[1] + text.slice(from) });
	const restOfLine = (offset: number) => text.slice(offset, endOfLine(text, offset));

	const visit = (node: SyntaxNode, owner: SyntaxNode | undefined): void => {
		if (owner !== undefined && bodies.has(node.type)) putBody(node, owner);
		if (plainStatements.test(node.type) && !node.hasError) putStatement(node);
		if (node.type.includes('comment') && node.endIndex - node.startIndex > 12)
			put('comment', node.startIndex + 4 + Math.floor(random() * (node.endIndex - node.startIndex - 6)));
		if (node.type.includes('string') && node.endIndex - node.startIndex > 8)
			put('string', node.startIndex + 3 + Math.floor(random() * (node.endIndex - node.startIndex - 5)));
		for (const child of node.children) if (child !== null) visit(child, node);
	};

	const putBody = (body: SyntaxNode, owner: SyntaxNode): void => {
		if (owner.hasError || body.hasError) return;
		const isBraced = text.charAt(body.startIndex) === '{';
		const start = isBraced ? body.startIndex + 1 : text.slice(0, body.startIndex).trimEnd().length;
		const isPython = languageId === 'python';
		if ((!isBraced && !isPython) || !text.slice(start, body.endIndex).includes('\n')) return;
		const closer = isBraced ? body.endIndex - 1 : body.endIndex;
		const content = text.slice(start, closer);
		if (isPython && text.charAt(start - 1) !== ':') return;
		const lineStart = text.lastIndexOf('\n', start - 1) + 1;
		const lead = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
		put('opened', start, closer, isBraced && random() < 0.7 ? ['', `\n${lead}`] : undefined);
		const deeper = lead + (lead.startsWith('\t') || content.includes('\n\t') ? '\t' : '    ');
		put('ownLine', start, closer, [`\n${deeper}`, isBraced ? `\n${lead}` : '']);
		if (content.trim() !== '' && restOfLine(start).trim() === '') put('bodyFollows', start);
		const from = headerStart(owner, body);
		if (from === undefined || from >= body.startIndex - 1) return;
		const signs = signsBetween(owner, from, isBraced ? body.startIndex : start).filter(each => each > from);
		const sign = signs[Math.floor(random() * signs.length)];
		if (sign === undefined) return;
		if (restOfLine(sign).trim() !== '') put('withinHeader', sign);
		const end = body === lastChild(owner) ? owner.endIndex : undefined;
		if (end !== undefined && restOfLine(end).trim() === '') put('headerBegun', sign, end);
	};

	/** The offset from which on it is clear that a block will come. */
	const headerStart = (owner: SyntaxNode, body: SyntaxNode): number | undefined => {
		const first = owner.children.find(each => each !== null && !/comment|attribute|decorator|annotation|modifier/.test(each.type));
		const isNamed = namedOwners.test(owner.type);
		const isKeyword = keywordOwners.test(owner.type) && (languageId === 'python' || !isNamed);
		if (isKeyword && first) return first.endIndex;
		const parenthesis = isNamed ? text.indexOf('(', owner.startIndex) : -1;
		return parenthesis >= 0 && parenthesis < body.startIndex ? parenthesis : undefined;
	};

	const putStatement = (node: SyntaxNode): void => {
		if (
			has(
				node,
				each => bodies.has(each.type) || /function_declarator|lambda|arrow|func_literal|closure|macro|anonymous|_tuple$/.test(each.type),
			)
		)
			return;
		const signs = signsBetween(node, node.startIndex, node.endIndex).filter(each => each > node.startIndex && each < node.endIndex);
		const sign = signs[Math.floor(random() * signs.length)];
		const endsLine = restOfLine(node.endIndex).replace(/^;/, '').trim() === '';
		if (sign !== undefined && endsLine) put('statementBegun', sign, endOfLine(text, node.endIndex));
		const next = endOfLine(text, node.endIndex);
		if (endsLine) put('behindStatement', next, random() < 0.5 ? next : text.length);
		if (endsLine && text.slice(next, next + 2) === '\n\n') put('blankLine', next + 1);
	};

	visit(root, undefined);
	return (Object.keys(placeKinds) as PlaceKind[]).flatMap(kind => {
		const all = found[kind];
		const taken = all.map(place => ({ place, order: random() })).sort((a, b) => a.order - b.order);
		return taken
			.slice(0, ofEachKind)
			.map(({ place }) => ({ id: `${name}:${place.prefix.split('\n').length} ${kind}`, kind, languageId, ...place }));
	});
}

/** Ends of words and signs that are no part of a comment or string. */
function signsBetween(node: SyntaxNode, from: number, to: number): readonly number[] {
	if (node.endIndex <= from || node.startIndex >= to || /comment|string|heredoc/.test(node.type)) return [];
	if (node.children.length === 0) return node.endIndex <= to && node.endIndex > from ? [node.endIndex] : [];
	return node.children.flatMap(child => (child === null ? [] : signsBetween(child, from, to)));
}

function has(node: SyntaxNode, matches: (node: SyntaxNode) => boolean): boolean {
	return matches(node) || node.children.some(child => child !== null && has(child, matches));
}

function lastChild(node: SyntaxNode): SyntaxNode | undefined {
	return node.children.at(-1) ?? undefined;
}

function endOfLine(text: string, offset: number): number {
	const end = text.indexOf('\n', offset);
	return end < 0 ? text.length : end;
}
