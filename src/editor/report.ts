/** For scripts that drive the extension: with `DEEPSEEK_CODER_REPORT` naming a file, what the extension knows of itself is written there as JSON. */
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable';
import type { Roster } from '../core/engine/roster';
import type { SpeedMeter } from '../core/metrics/speedMeter';
import type { Staffing } from '../core/plan/staffing';
import type { StatusBar } from './status/statusBar';

export interface ReportDeps {
	readonly file: string;
	readonly activationMilliseconds: number;
	readonly roster: Roster;
	readonly meter: SpeedMeter;
	readonly staffing: Staffing;
	readonly statusBar: StatusBar;
}

const writeAfterMs = 200;

export class Report implements Disposable {
	private timer: NodeJS.Timeout | undefined;
	private readonly listeners: readonly Disposable[];

	constructor(private readonly deps: ReportDeps) {
		const soon = () => (this.timer ??= setTimeout(() => void this.write(), writeAfterMs));
		this.listeners = [deps.roster.onDidChange(soon), deps.meter.onDidChange(soon), deps.staffing.onDidChange(soon)];
		soon();
	}

	dispose(): void {
		clearTimeout(this.timer);
		for (const listener of this.listeners) listener.dispose();
	}

	private async write(): Promise<void> {
		this.timer = undefined;
		const { file, activationMilliseconds, roster, meter, staffing, statusBar } = this.deps;
		const completion = meter.last('completion');
		const chat = meter.last('chat');
		const state = {
			activationMilliseconds,
			state: roster.state.kind,
			engine: roster.post('completion')?.engine.place,
			hardware: staffing.staff?.hardware,
			plan: staffing.staff?.plan,
			statusBar: statusBar.shown,
			figures: {
				completionTokensPerSecond: completion?.tokensPerSecond,
				chatTokensPerSecond: chat?.tokensPerSecond,
				firstTokenMilliseconds: completion?.firstTokenMilliseconds,
			},
		};
		// Written beside and renamed, so that a reader never sees half of it.
		const half = vscode.Uri.file(`${file}.part`);
		await vscode.workspace.fs.writeFile(half, new TextEncoder().encode(JSON.stringify(state, undefined, '\t')));
		await vscode.workspace.fs.rename(half, vscode.Uri.file(file), { overwrite: true });
	}
}
