/**
 * The JSON a model without a tool format of its own answers in: `{"answer": "…"}` or `{"tool": "name", "input": {…}}`. The first key decides,
 * so a model chooses between words and a call with its first token. Input schemas are brought down to what every engine takes.
 */
import type { JsonSchema } from '../../engine/engine';
import type { ToolUse } from './tool';

export function callSchema({ tools, mustCall }: ToolUse): JsonSchema {
	const calls = tools.map(({ name, inputSchema }) =>
		objectSchema({ tool: { const: name }, input: inputSchema ? simplerSchema(inputSchema) : objectSchema({}) }),
	);
	const all = mustCall ? calls : [objectSchema({ answer: { type: 'string' } }), ...calls];
	return all.length === 1 && all[0] ? all[0] : { oneOf: all };
}

/** Deeper than this, anything goes: a schema that refers to itself would never end. */
const maxDepth = 12;

/** The schema in the words of `JsonSchema`: references filled in, `anyOf` as `oneOf`, `allOf` as one object; what is left over is dropped. */
export function simplerSchema(schema: JsonSchema): JsonSchema {
	return simpler(schema, schema, 0);
}

function simpler(value: unknown, root: JsonSchema, depth: number): JsonSchema {
	const schema = resolved(value, root);
	if (schema === undefined || depth > maxDepth) return {};
	if ('const' in schema) return { const: schema.const };
	if (Array.isArray(schema.enum) && schema.enum.length > 0) return { enum: schema.enum };
	const choices = listOf(schema.oneOf) ?? listOf(schema.anyOf);
	if (choices) return { oneOf: choices.map(each => simpler(each, root, depth + 1)) };
	const { type, properties, required } = withAllOf(schema, root);
	if (isRecord(properties)) {
		const inner = Object.entries(properties).map(([name, each]) => [name, simpler(each, root, depth + 1)] as const);
		const names = (listOf(required) ?? []).filter(name => typeof name === 'string' && name in properties);
		return { type: 'object', properties: Object.fromEntries(inner), required: names };
	}
	if (schema.items !== undefined) return { type: 'array', items: simpler(schema.items, root, depth + 1) };
	const types = [type].flat().filter(isKnownType);
	if (types.length === 0) return {};
	return { type: types.length === 1 ? types[0] : types };
}

/** What a local `$ref` points at; nothing for one that leads elsewhere. */
function resolved(value: unknown, root: JsonSchema, hops = 0): JsonSchema | undefined {
	if (!isRecord(value) || typeof value.$ref !== 'string') return isRecord(value) ? value : undefined;
	if (!value.$ref.startsWith('#/') || hops > maxDepth) return undefined;
	const path = value.$ref.slice(2).split('/');
	const target = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), root);
	return resolved(target, root, hops + 1);
}

function withAllOf(schema: JsonSchema, root: JsonSchema): JsonSchema {
	const parts = (listOf(schema.allOf) ?? []).map(each => resolved(each, root) ?? {});
	return [schema, ...parts].reduce((all, { type, properties, required }) => ({
		...((all.type ?? type) !== undefined && { type: all.type ?? type }),
		...((isRecord(all.properties) || isRecord(properties)) && {
			properties: { ...(isRecord(all.properties) ? all.properties : {}), ...(isRecord(properties) ? properties : {}) },
		}),
		required: [...(listOf(all.required) ?? []), ...(listOf(required) ?? [])],
	}));
}

function objectSchema(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
	return { type: 'object', properties, required: Object.keys(properties) };
}

function isKnownType(type: unknown): boolean {
	return ['string', 'number', 'integer', 'boolean', 'null', 'object', 'array'].includes(type as string);
}

function listOf(value: unknown): readonly unknown[] | undefined {
	return Array.isArray(value) ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
