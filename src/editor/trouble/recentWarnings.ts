/** The last warnings and errors of the log, for the diagnostics. */
import type * as vscode from 'vscode';

const mostLines = 30;

export class RecentWarnings {
	private readonly kept: string[] = [];

	get lines(): readonly string[] {
		return this.kept;
	}

	/** The same log; what is written to the one that comes back as a warning or an error is kept too. */
	listenTo(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
		const keep = (level: 'warn' | 'error') => ({
			value: (message: string | Error, ...rest: unknown[]) => {
				this.add(level, message instanceof Error ? message.message : message);
				log[level](message as string, ...rest);
			},
		});
		return Object.create(log, { warn: keep('warn'), error: keep('error') }) as vscode.LogOutputChannel;
	}

	/** A stack names files; its first line says what happened. */
	private add(level: string, message: string): void {
		this.kept.push(`${new Date().toISOString()} ${level}: ${message.split('\n')[0] ?? ''}`);
		this.kept.splice(0, this.kept.length - mostLines);
	}
}
