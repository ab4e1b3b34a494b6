/**
 * A JSON schema as a grammar in llama.cpp's notation (GBNF), for the part of JSON Schema that `GenerateRequest.schema` names. The library's own
 * translation writes every property, also those that `required` does not name, and ends an answer only after four line breaks; here optional
 * properties are optional, and after the last bracket nothing can come but the model's end.
 */
import type { JsonSchema } from '../../core/engine/engine';

export function jsonGrammar(schema: JsonSchema): string {
	const rules = new Rules();
	const root = rules.value(schema);
	return [`root ::= ${root}`, ...rules.written].join('\n');
}

/** Between tokens at most one space: a model that may write white space as it likes can write it for ever. */
const comma = '"," " "?';
const colon = '":" " "?';

/**
 * Of one line each, as JSON has them. A string can't hold U+FF5C, of which DeepSeek's special tokens are made, unless it is escaped: a special token
 * would fit into any string, and ends the answer.
 */
const basics = {
	string: String.raw`"\"" ([^"\\\x00-\x1F\x7F\uFF5C] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4}))* "\""`,
	integer: '"-"? ("0" | [1-9] [0-9]{0,15})',
	number: 'integer ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})?',
	boolean: '"true" | "false"',
	null: '"null"',
	anything: 'anyObject | anyArray | string | number | boolean | null',
	anyObject: `"{" (string ${colon} anything (${comma} string ${colon} anything)*)? "}"`,
	anyArray: `"[" (anything (${comma} anything)*)? "]"`,
};

type Basic = keyof typeof basics;

const needs: Partial<Record<Basic, readonly Basic[]>> = {
	number: ['integer'],
	anything: ['anyObject', 'anyArray', 'string', 'number', 'boolean', 'null'],
};

class Rules {
	private readonly rules = new Map<string, string>();

	get written(): readonly string[] {
		return [...this.rules].map(([name, body]) => `${name} ::= ${body}`);
	}

	/** The name of a rule, or a literal. */
	value(schema: JsonSchema): string {
		if (Array.isArray(schema.oneOf)) return this.rule(this.oneOf((schema.oneOf as JsonSchema[]).map(each => this.value(each))));
		if ('const' in schema) return literal(schema.const);
		if (Array.isArray(schema.enum)) return this.rule(this.oneOf(schema.enum.map(literal)));
		const types = Array.isArray(schema.type) ? (schema.type as unknown[]) : [schema.type];
		const values = types.map(type => this.ofType(type, schema));
		return values.length === 1 && values[0] !== undefined ? values[0] : this.rule(this.oneOf(values));
	}

	private ofType(type: unknown, schema: JsonSchema): string {
		const { properties, items } = schema;
		if (properties !== undefined && (type === 'object' || type === undefined)) return this.object(schema);
		if (items !== undefined && (type === 'array' || type === undefined)) {
			const item = this.value(items as JsonSchema);
			return this.rule(`"[" (${item} (${comma} ${item})*)? "]"`);
		}
		switch (type) {
			case 'string':
			case 'integer':
			case 'number':
			case 'boolean':
			case 'null':
				return this.basic(type);
			case 'object':
				return this.anything('anyObject');
			case 'array':
				return this.anything('anyArray');
			case undefined:
				return this.anything('anything');
			default:
				throw new Error(`a schema can't have the type ${JSON.stringify(type)}`);
		}
	}

	/** In the order of the schema; what is not required may be left out. A rule for each place that one may be at, with a comma due or not. */
	private object({ properties, required }: JsonSchema): string {
		const entries = Object.entries(properties as Record<string, JsonSchema>);
		const wanted = new Set(required as readonly string[] | undefined);
		let afterFirst = '""';
		let first = '""';
		for (const [name, schema] of entries.reverse()) {
			const pair = `${literal(name)} ${colon} ${this.value(schema)}`;
			const optional = !wanted.has(name);
			const next = afterFirst;
			first = this.rule(`${pair} ${next}${optional ? ` | ${first}` : ''}`);
			afterFirst = this.rule(`${comma} ${pair} ${next}${optional ? ` | ${next}` : ''}`);
		}
		return this.rule(`"{" ${first} "}"`);
	}

	private anything(name: Basic): string {
		this.basic('anything');
		return this.basic(name);
	}

	private basic(name: Basic): string {
		if (!this.rules.has(name)) {
			this.rules.set(name, basics[name]);
			for (const other of needs[name] ?? []) this.basic(other);
		}
		return name;
	}

	private oneOf(values: readonly string[]): string {
		if (values.length === 0) throw new Error('a schema with nothing to choose from has no answer');
		return values.join(' | ');
	}

	private rule(body: string): string {
		const name = `rule-${this.rules.size}`;
		this.rules.set(name, body);
		return name;
	}
}

/** The value's JSON, character for character. Its own quotes and backslashes are escaped the same way in both notations. */
function literal(value: unknown): string {
	return JSON.stringify(JSON.stringify(value));
}
