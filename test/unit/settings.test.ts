/** One truth for settings and commands: the code, the manifest, its translations and the READMEs' tables. `UPDATE=1` rewrites the tables. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { command, section } from '../../src/editor/ids';
import { settingSpecs, type SettingId } from '../../src/editor/settings/settingSpecs';

interface Property {
	readonly default: unknown;
	readonly enum?: readonly string[];
	readonly minimum?: number;
	readonly maximum?: number;
	readonly markdownDescription: string;
	readonly scope?: string;
}

interface Manifest {
	readonly capabilities: {
		readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
	};
	readonly contributes: {
		readonly commands: readonly { readonly command: string }[];
		readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
	};
}

const manifest = readJson<Manifest>('package.json');
const properties = Object.fromEntries(manifest.contributes.configuration.flatMap(group => Object.entries(group.properties)));

const readmes = [
	{ file: 'README.md', manifestWords: 'package.nls.json', head: '| setting | default | what it does |' },
	{ file: 'README.tr.md', manifestWords: 'package.nls.tr.json', head: '| ayar | varsayılan | ne yapar |' },
];

describe('settings', () => {
	it('are the same in the code and in the manifest', () => {
		assert.deepEqual(
			Object.keys(properties).sort(),
			Object.keys(settingSpecs)
				.map(id => `${section}.${id}`)
				.sort(),
		);
		for (const [id, spec] of Object.entries(settingSpecs)) assert.deepEqual(properties[`${section}.${id}`]?.default, spec.default, id);
	});

	it('allow in the code what the manifest allows', () => {
		for (const [id, property] of Object.entries(properties)) {
			const spec = settingSpecs[id.slice(section.length + 1) as SettingId];
			for (const value of property.enum ?? []) assert.equal(spec.parse(value), value, `${id} ${value}`);
			for (const value of [property.minimum, property.maximum])
				if (value !== undefined) assert.equal(spec.parse(value), value, `${id} ${value}`);
			if (property.maximum !== undefined) assert.equal(spec.parse(property.maximum + 1), undefined, id);
			assert.equal(spec.parse({ wrong: [] }), undefined, `${id} takes nonsense`);
		}
	});

	it('that name hosts, what is sent to them, programs or folders are the machine’s, and not read from a workspace that is not trusted', () => {
		const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
		assert.equal(supported, 'limited');
		const leadElsewhere = Object.keys(properties).filter(id => /host|url|header|folder|path|binary|program/i.test(id));
		assert.ok(leadElsewhere.length >= 5, leadElsewhere.join());
		assert.deepEqual([...restrictedConfigurations].sort(), leadElsewhere.sort());
		for (const id of [...leadElsewhere, `${section}.engine`]) assert.equal(properties[id]?.scope, 'machine', id);
	});

	for (const { file, manifestWords, head } of readmes) {
		it(`stand in ${file} with their defaults`, () => {
			const readme = readFileSync(file, 'utf8');
			const words = readJson<Record<string, string>>(manifestWords);
			const table = [head, '| --- | --- | --- |'];
			for (const [id, property] of Object.entries(properties)) {
				table.push(`| \`${id}\` | \`${JSON.stringify(property.default)}\` | ${words[property.markdownDescription.slice(1, -1)]} |`);
			}
			const wanted = readme.replace(
				/(<!-- settings -->\n)[^]*?(<!-- \/settings -->)/,
				(_, open: string, close: string) => `${open}\n${table.join('\n')}\n\n${close}`,
			);
			if (process.env.UPDATE) writeFileSync(file, wanted);
			else assert.equal(readme, wanted, 'run the unit tests with UPDATE=1 to rewrite the table');
		});
	}
});

describe('commands', () => {
	it('are the same in the code and in the manifest', () => {
		assert.deepEqual(manifest.contributes.commands.map(each => each.command).sort(), Object.values(command).sort());
	});
});

describe('translations of the manifest', () => {
	const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map(match => match[1] ?? '');
	for (const file of readdirSync('.').filter(name => /^package\.nls.*\.json$/.test(name))) {
		it(`${file} has every string and no other`, () => {
			const strings = readJson<Record<string, string>>(file);
			assert.deepEqual(Object.keys(strings).sort(), [...new Set(used)].sort());
			for (const [key, text] of Object.entries(strings)) assert.ok(text.trim(), key);
		});
	}
});

function readJson<T>(file: string): T {
	return JSON.parse(readFileSync(file, 'utf8')) as T;
}
