/** "Use a GGUF File": real files, the settings that they change, and what is said of a file that is none. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { InstalledModel, Role } from '../../src/core/engine/engine';
import type { Staff, Staffing } from '../../src/core/plan/staffing';
import { useFile } from '../../src/editor/commands/useGgufFile';
import type { Settings } from '../../src/editor/settings/settings';
import { settingSpecs } from '../../src/editor/settings/settingSpecs';
import { readGguf } from '../../src/host/readGguf';

describe('"Use a GGUF File"', () => {
	const demoModel = path.join(
		vscode.extensions.getExtension('deepseek-coder-local.deepseek-coder-local')!.extensionPath,
		'media/demo-model/demo.gguf',
	);
	const real = { error: vscode.window.showErrorMessage, information: vscode.window.showInformationMessage };
	let folder: string;
	let said: string[];
	let changed: Map<string, unknown>;

	before(async () => {
		folder = await fs.mkdtemp(path.join(os.tmpdir(), 'deepseek-coder-gguf-'));
		const listen = (message: string) => Promise.resolve(void said.push(message));
		Object.assign(vscode.window, { showErrorMessage: listen, showInformationMessage: listen });
	});
	after(async () => {
		Object.assign(vscode.window, { showErrorMessage: real.error, showInformationMessage: real.information });
		await fs.rm(folder, { recursive: true });
	});
	beforeEach(() => {
		said = [];
		changed = new Map();
	});

	/** As if the engine listed the file with these roles once its folder is named. */
	const use = (file: string, roles: readonly Role[]) => {
		const settings = {
			get: (id: keyof typeof settingSpecs) => changed.get(id) ?? settingSpecs[id].default,
			set: (id: string, value: unknown) => Promise.resolve(void changed.set(id, value)),
		} as unknown as Settings;
		const model = { id: file, label: 'deepseek-coder 1.3B', roles } as InstalledModel;
		const engine = () => (changed.get('engine') === 'embedded' ? 'embedded' : 'ollama');
		const staffing = {
			refresh: () => Promise.resolve(),
			get staff() {
				return { engine: { id: engine() }, models: engine() === 'embedded' ? [model] : [] } as unknown as Staff;
			},
		} as Staffing;
		return useFile({ settings, staffing, readHeader: readGguf }, vscode.Uri.file(file));
	};

	it('names the folder, turns to the built-in engine, and gives the file the roles it was made for', async () => {
		const file = path.join(folder, 'model.gguf');
		await fs.copyFile(demoModel, file);
		await use(file, ['completion']);
		assert.deepEqual(Object.fromEntries(changed), { 'embedded.modelFolders': [folder], engine: 'embedded', 'model.completion': file });
		assert.deepEqual(said, ['deepseek-coder 1.3B is used from now on, by the built-in engine.']);
	});

	it('says what is wrong with a file, and changes nothing', async () => {
		const [text, half] = [path.join(folder, 'text.gguf'), path.join(folder, 'half.gguf')];
		await fs.writeFile(text, 'not a model');
		await fs.writeFile(half, (await fs.readFile(demoModel)).subarray(0, 3_000_000));
		await use(text, ['chat']);
		await use(half, ['chat']);
		assert.deepEqual(said, [
			'text.gguf cannot be used: it is not a GGUF file',
			'half.gguf cannot be used: it is cut short; download it again',
		]);
		assert.equal(changed.size, 0);
	});
});
