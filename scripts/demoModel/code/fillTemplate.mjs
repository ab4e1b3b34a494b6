/**
 * Makes a piece of code, and the facts about it, of a template. In a template's texts
 *   ‹item› ‹Item› ‹ITEM› ‹item_› ‹item-› is what was drawn for the slot `item`, in camelCase, PascalCase, UPPER_SNAKE, snake_case, kebab-case,
 *   ‹items› and ‹Items› its plural (‹items_› in snake_case), ‹name› the name of the piece,
 *   «: string» stands in TypeScript only.
 * A slot `fields` draws two to four fields with types: ‹field names›, ‹field types› and ‹field list› are all of them (for a call, a signature, a sentence),
 * ‹first›, ‹First›, ‹first type›, ‹second› are two, and a line `{ each }` stands once for each, with ‹field›, ‹Field›, ‹type› and ‹example›.
 */
import { camel, kebab, pascal, plural, snake, upperSnake } from './casing.mjs';

/**
 * @typedef {import('./inBoth.mjs').InBoth} InBoth
 * @typedef {string | {readonly each: string}} Line
 * @typedef {object} Way
 * @property {readonly Line[]} code
 * @property {readonly InBoth[]} steps what it does, one by one
 * @property {InBoth} [does] where it differs from the template's
 * @property {string} [name] where it differs
 * @property {readonly string[]} [parameters] where they differ
 * @property {readonly [call: string, result: string]} [example]
 * @property {readonly [right: string, wrong: string]} [mistake] a part of the code, and what a bug would make of it
 *
 * @typedef {object} Template
 * @property {number} weight how often it is taken, compared with the others
 * @property {'function' | 'class' | 'interface' | 'component' | 'test'} [kind] a function if not said
 * @property {'python' | 'go'} [language] TypeScript or JavaScript if not said
 * @property {boolean} [isTyped] nothing without types
 * @property {boolean} [isAsync]
 * @property {Readonly<Record<string, string | readonly string[]>>} slots 'noun', 'verb', 'adjective', 'field', 'thing', 'number', 'fields', or what to pick from
 * @property {readonly string[]} names
 * @property {readonly string[]} [parameters]
 * @property {InBoth} does follows "It", or in Turkish the object; without a full stop
 * @property {readonly Way[]} ways
 *
 * @typedef {object} Piece
 * @property {string} kind
 * @property {string} name
 * @property {string} language as VS Code calls it
 * @property {boolean} isAsync
 * @property {readonly string[]} parameters
 * @property {InBoth} does
 * @property {readonly InBoth[]} steps
 * @property {string} code
 * @property {readonly [call: string, result: string]} [example]
 * @property {readonly [right: string, wrong: string]} [mistake]
 */

const types = ['string', 'number', 'boolean', 'string', 'number', 'string[]', 'Date'];

/**
 * @param {Template} template
 * @param {import('./draw.mjs').Draw} draw
 * @returns {Omit<Piece, 'language' | 'code'> & {lines: readonly string[]}} the code's lines still have their marks for types
 */
export function fillTemplate(template, draw) {
	const slots = drawSlots(template.slots, draw);
	const way = draw.pick(template.ways);
	const nameless = filler(slots.values);
	const name = nameless(way.name ?? draw.pick(template.names));
	slots.values.set('name', name);
	const fill = filler(slots.values);
	const fillBoth = (/** @type {InBoth} */ [english, turkish]) => /** @type {InBoth} */ ([fill(english), fill(turkish)]);
	const fillTwo = (/** @type {readonly [string, string] | undefined} */ two) => two && fillBoth(two);
	return {
		kind: template.kind ?? 'function',
		name,
		isAsync: template.isAsync ?? false,
		parameters: (way.parameters ?? template.parameters ?? []).flatMap(each => (each === 'fields' ? slots.fieldNames : [fill(each)])),
		does: fillBoth(way.does ?? template.does),
		steps: way.steps.map(fillBoth),
		lines: way.code.flatMap(line => (typeof line === 'string' ? [fill(line)] : slots.fields.map(field => filler(field)(fill(line.each))))),
		example: fillTwo(way.example),
		mistake: fillTwo(way.mistake),
	};
}

/** Everything that a mark in a template may stand for. */
function drawSlots(slots, draw) {
	const values = new Map();
	/** @type {Map<string, string>[]} */
	const fields = [];
	const taken = new Set();
	for (const [slot, kind] of Object.entries(slots)) {
		if (kind === 'fields') fields.push(...drawFields(draw, values));
		else if (kind === 'number') values.set(slot, String(draw.integer(2, 99)));
		else addForms(values, slot, drawWords(kind, draw, taken));
	}
	return { values, fields, fieldNames: fields.map(field => field.get('field') ?? '') };
}

/** No two slots get the same words, else one parameter would hide another. */
function drawWords(kind, draw, taken) {
	for (let tries = 0; ; tries++) {
		const drawn = Array.isArray(kind) ? [draw.pick(kind)] : [draw[kind]()].flat();
		const forms = [drawn, plural(drawn)].map(each => each.join(' '));
		if (forms.some(each => taken.has(each)) && tries < 30) continue;
		for (const each of forms) taken.add(each);
		return drawn;
	}
}

function addForms(values, slot, drawn) {
	const first = slot.charAt(0).toUpperCase() + slot.slice(1);
	values.set(slot, camel(drawn));
	values.set(first, pascal(drawn));
	values.set(slot.toUpperCase(), upperSnake(drawn));
	values.set(`${slot}_`, snake(drawn));
	values.set(`${slot}-`, kebab(drawn));
	values.set(`${slot}s`, camel(plural(drawn)));
	values.set(`${first}s`, pascal(plural(drawn)));
	values.set(`${slot}s_`, snake(plural(drawn)));
}

function drawFields(draw, values) {
	const fields = draw
		.different(draw.integer(2, 4), () => draw.field())
		.map(drawn => {
			const type = draw.pick(types);
			const field = new Map([
				['type', type],
				['example', exampleOf(type, draw)],
			]);
			addForms(field, 'field', drawn);
			return field;
		});
	const [first = new Map(), second = first] = fields;
	const names = fields.map(field => field.get('field'));
	values.set('field names', names.join(', '));
	values.set('field types', fields.map(field => `${field.get('field')}«: ${field.get('type')}»`).join(', '));
	values.set('field list', names.map(each => `\`${each}\``).join(', '));
	for (const [prefix, field] of Object.entries({ first, second })) {
		values.set(prefix, field.get('field'));
		values.set(prefix === 'first' ? 'First' : 'Second', field.get('Field'));
		values.set(`${prefix} type`, field.get('type'));
		values.set(`${prefix} example`, field.get('example'));
	}
	return fields;
}

function exampleOf(type, draw) {
	const examples = {
		string: `'${draw.noun()}'`,
		number: String(draw.integer(0, 99)),
		boolean: draw.pick(['true', 'false']),
		Date: 'new Date()',
	};
	return examples[type] ?? '[]';
}

/** What has no value stays as it is: a line's own fields are filled in after the rest. */
function filler(values) {
	return (/** @type {string} */ text) => text.replace(/‹([^›]+)›/g, (mark, key) => values.get(key) ?? mark);
}
