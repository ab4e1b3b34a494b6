/** How long ago something was, in the user's language: "3 minutes ago", "yesterday". */
import * as vscode from 'vscode';

const units = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
] as const;

/** After this many days a date says more. */
const daysInWords = 30;

/** Both in milliseconds since 1970. */
export function sinceText(then: number, now: number): string {
	const passed = Math.max(0, now - then);
	if (passed > daysInWords * 86_400_000) return new Date(then).toLocaleDateString(vscode.env.language, { dateStyle: 'medium' });
	const [unit, milliseconds] = units.find(([, size]) => passed >= size) ?? (['minute', 60_000] as const);
	const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' });
	return format.format(-Math.floor(passed / milliseconds), unit);
}
