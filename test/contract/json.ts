/** Schemas that every engine has to keep to, and whether a value fits one. */
import type { JsonSchema } from '../../src/core/engine/engine';

/** A call of one of three tools: what agents ask for. */
const toolCall: JsonSchema = {
	oneOf: [
		{
			type: 'object',
			properties: {
				tool: { const: 'readFile' },
				range: { type: 'object', properties: { from: { type: 'integer' }, to: { type: 'integer' } }, required: ['from', 'to'] },
			},
			required: ['tool', 'range'],
		},
		{
			type: 'object',
			properties: { tool: { const: 'list' }, kinds: { type: 'array', items: { enum: ['file', 'folder', 'symbol'] } } },
			required: ['tool', 'kinds'],
		},
		{ type: 'object', properties: { tool: { const: 'say "done"' }, ok: { type: 'boolean' } }, required: ['tool'] },
	],
};

export const optional: JsonSchema = {
	type: 'object',
	properties: { first: { type: 'null' }, second: { enum: [1, 'two', null] }, third: { type: 'boolean' } },
	required: ['second'],
};

export const listOfLists: JsonSchema = { type: 'array', items: { type: 'array', items: { enum: ['a', 'b\\c'] } } };

export const schemas: readonly JsonSchema[] = [
	toolCall,
	{ type: 'object', properties: { name: { enum: ['add', 'remove'] }, next: toolCall }, required: ['name', 'next'] },
	optional,
	{ type: ['boolean', 'null'] },
];

/** Whether `value` is what `schema` says; only the words of `JsonSchema` are known. */
export function fits(value: unknown, schema: JsonSchema): boolean {
	const same = (one: unknown) => JSON.stringify(one) === JSON.stringify(value);
	if (Array.isArray(schema.oneOf)) return (schema.oneOf as JsonSchema[]).filter(each => fits(value, each)).length === 1;
	if ('const' in schema) return same(schema.const);
	if (Array.isArray(schema.enum)) return schema.enum.some(same);
	return [schema.type].flat().some(type => isOf(type, value, schema));
}

function isOf(type: unknown, value: unknown, { properties, required, items }: JsonSchema): boolean {
	switch (type) {
		case 'object': {
			if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
			const known = properties as Record<string, JsonSchema>;
			const has = Object.entries(value);
			return (
				((required as string[] | undefined) ?? []).every(name => name in value) &&
				has.every(([name, each]) => known[name] !== undefined && fits(each, known[name]))
			);
		}
		case 'array':
			return Array.isArray(value) && value.every(each => fits(each, items as JsonSchema));
		case 'integer':
			return Number.isInteger(value);
		case 'null':
			return value === null;
		default:
			return typeof value === type;
	}
}
