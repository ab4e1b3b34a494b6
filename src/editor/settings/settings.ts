/** Reads the settings; a value that is not allowed is named once, with what is, and the default is used. */
import * as vscode from 'vscode';
import { Emitter } from '../../core/base/emitter';
import type { Disposable } from '../../core/base/disposable';
import { section } from '../ids';
import { settingSpecs, type SettingId, type SettingSpec, type SettingValue } from './settingSpecs';

export class Settings implements Disposable {
	private readonly changed = new Emitter<readonly SettingId[]>();
	private readonly listener: vscode.Disposable;
	/** Wrong values already told about: "id=value". */
	private readonly told = new Set<string>();

	/** Fires with the ids that changed. */
	readonly onDidChange = this.changed.event;

	constructor(private readonly warn: (message: string) => void) {
		this.listener = vscode.workspace.onDidChangeConfiguration(event => {
			const ids = allIds.filter(id => event.affectsConfiguration(`${section}.${id}`));
			if (ids.length > 0) this.changed.fire(ids);
		});
	}

	get<Id extends SettingId>(id: Id, scope?: vscode.ConfigurationScope): SettingValue<Id> {
		const spec = settingSpecs[id] as unknown as SettingSpec<SettingValue<Id>>;
		const value = vscode.workspace.getConfiguration(section, scope).get<unknown>(id);
		if (value === undefined) return spec.default;
		const parsed = spec.parse(value);
		if (parsed !== undefined) return parsed;
		this.tell(id, value, spec);
		return spec.default;
	}

	/** Looks at every setting now, so that a wrong one is named at startup and not at its first use. */
	check(): void {
		for (const id of allIds) this.get(id);
	}

	async set<Id extends SettingId>(id: Id, value: SettingValue<Id>): Promise<void> {
		await vscode.workspace.getConfiguration(section).update(id, value, vscode.ConfigurationTarget.Global);
	}

	/** The settings whose value, as it is used, is not the default. */
	differing(): Readonly<Record<string, unknown>> {
		const entries = allIds.map(id => [id, this.get(id)] as const);
		return Object.fromEntries(entries.filter(([id, value]) => JSON.stringify(value) !== JSON.stringify(settingSpecs[id].default)));
	}

	dispose(): void {
		this.listener.dispose();
		this.changed.dispose();
	}

	private tell(id: SettingId, value: unknown, spec: SettingSpec<unknown>): void {
		const key = `${id}=${JSON.stringify(value)}`;
		if (this.told.has(key)) return;
		this.told.add(key);
		this.warn(
			vscode.l10n.t(
				'The setting {0} is {1}. Allowed: {2}. The default {3} is used.',
				`${section}.${id}`,
				JSON.stringify(value),
				vscode.l10n.t(spec.allowed),
				JSON.stringify(spec.default),
			),
		);
	}
}

const allIds = Object.keys(settingSpecs) as SettingId[];
