/** A tool's input as a TypeScript type: models read it as well as JSON Schema, at a fraction of the tokens. */
import type { JsonSchema } from '../../engine/engine';
import { simplerSchema } from './callSchema';

/** "{ path: string /* relative to the folder *\/; lines?: integer }"; descriptions only where they are wanted. */
export function signature(schema: JsonSchema | undefined, withDescriptions: boolean): string {
	if (schema === undefined) return '{}';
	return typeOf(simplerSchema(schema), withDescriptions ? schema : undefined);
}

function typeOf(schema: JsonSchema, described: JsonSchema | undefined): string {
	if ('const' in schema) return JSON.stringify(schema.const);
	if (Array.isArray(schema.enum)) return schema.enum.map(each => JSON.stringify(each)).join(' | ');
	if (Array.isArray(schema.oneOf)) return schema.oneOf.map(each => typeOf(each as JsonSchema, undefined)).join(' | ');
	if (schema.properties !== undefined) return objectType(schema, described);
	if (schema.items !== undefined) return `(${typeOf(schema.items as JsonSchema, undefined)})[]`;
	const types = [(schema.type ?? 'any') as string | string[]].flat();
	return types.join(' | ');
}

function objectType({ properties, required }: JsonSchema, described: JsonSchema | undefined): string {
	const wanted = new Set(required as readonly string[]);
	const fields = Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => {
		const own = (described?.properties as Record<string, JsonSchema> | undefined)?.[name];
		const note = typeof own?.description === 'string' ? ` /* ${oneLine(own.description)} */` : '';
		return `${name}${wanted.has(name) ? '' : '?'}: ${typeOf(schema, own)}${note}`;
	});
	return fields.length === 0 ? '{}' : `{ ${fields.join('; ')} }`;
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').replaceAll('*/', '').trim();
}
