/** "Copy Diagnostics": gathers what the extension knows of itself and puts it on the clipboard as text for an issue. */
import * as vscode from 'vscode';
import type { Engine } from '../../core/engine/engine';
import type { Roster } from '../../core/engine/roster';
import type { SpeedMeter } from '../../core/metrics/speedMeter';
import type { Staffing } from '../../core/plan/staffing';
import { diagnosticsText } from './diagnosticsText';
import type { LoadCheck } from '../plan/loadCheck';
import type { RecentWarnings } from './recentWarnings';
import type { Settings } from '../settings/settings';

export interface DiagnosticsDeps {
	readonly extension: vscode.Extension<unknown>;
	readonly roster: Roster;
	readonly meter: SpeedMeter;
	readonly staffing: Staffing;
	readonly settings: Settings;
	readonly loads: LoadCheck;
	readonly warnings: RecentWarnings;
	readonly engines: () => readonly Engine[];
	readonly platform: string;
	readonly home: string;
}

export async function copyDiagnostics(deps: DiagnosticsDeps): Promise<void> {
	await vscode.env.clipboard.writeText(diagnosticsOf(deps));
	void vscode.window.showInformationMessage(
		vscode.l10n.t('The diagnostics are on the clipboard. They hold no code and no path of your home folder.'),
	);
}

export function diagnosticsOf({
	extension,
	roster,
	meter,
	staffing,
	settings,
	loads,
	warnings,
	engines,
	platform,
	home,
}: DiagnosticsDeps): string {
	const { version } = extension.packageJSON as { readonly version: string };
	const roles = ['completion', 'chat'] as const;
	return diagnosticsText(
		{
			versions: {
				extension: version,
				'VS Code': `${vscode.version} (${vscode.env.appName}${vscode.env.remoteName ? `, remote ${vscode.env.remoteName}` : ''})`,
				platform,
				language: vscode.env.language,
			},
			hardware: staffing.staff?.hardware,
			plan: staffing.staff?.plan,
			places: engines().map(({ place }) => place),
			posts: roles.flatMap(role => {
				const post = roster.post(role);
				return post ? [{ role, model: post.model.id, place: post.engine.place, options: post.options }] : [];
			}),
			loads: loads.loaded,
			figures: roles.flatMap(role => meter.last(role) ?? []),
			settings: settings.differing(),
			warnings: warnings.lines,
		},
		home,
	);
}
