/** The rooms and who may import whom at run time, as docs/architecture.md draws them. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';

const mayImport: Record<string, { readonly rooms: readonly string[]; readonly others: (name: string) => boolean }> = {
	core: { rooms: ['core'], others: () => false },
	protocol: { rooms: [], others: () => false },
	engines: { rooms: ['core', 'engines'], others: name => isNode(name) || ['ollama', 'openai', 'node-llama-cpp'].includes(name) },
	host: { rooms: ['core', 'host'], others: name => isNode(name) || name === 'web-tree-sitter' },
	panel: { rooms: ['panel', 'protocol'], others: name => !isNode(name) && name !== 'vscode' },
	editor: { rooms: ['core', 'editor', 'protocol'], others: name => name === 'vscode' },
	lab: { rooms: ['core', 'host', 'lab', 'engines'], others: isNode },
};

describe('the rooms', () => {
	for (const file of sources()) {
		it(`${file} imports only what its room may`, () => {
			const [room] = file.split('/');
			const allowed = room && mayImport[room];
			if (!allowed)
				return assert.ok(
					['extension.ts', 'work.ts', 'activationClock.ts'].includes(file),
					'only the composition root stands outside the rooms',
				);
			for (const name of imports(file)) {
				// Styles are no code.
				if (name.endsWith('.css')) continue;
				if (!name.startsWith('.')) assert.ok(allowed.others(name), `${room} must not import ${name}`);
				else assert.ok(allowed.rooms.includes(roomOf(file, name)), `${room} must not import ${name}`);
			}
		});
	}
});

function sources(): string[] {
	return readdirSync('src', { recursive: true, encoding: 'utf8' })
		.map(name => name.split(path.sep).join('/'))
		.filter(name => name.endsWith('.ts'));
}

/** Type-only imports are gone at run time, so they do not count. */
function imports(file: string): string[] {
	const text = readFileSync(path.join('src', file), 'utf8');
	return [...text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'|import\('([^']+)'\)|^import\s+'([^']+)'/gm)].map(
		m => m[1] ?? m[2] ?? m[3] ?? '',
	);
}

function roomOf(file: string, relative: string): string {
	return path.posix.join(path.posix.dirname(file), relative).split('/')[0] ?? '';
}

function isNode(name: string): boolean {
	return builtinModules.includes(name.replace(/^node:/, ''));
}
