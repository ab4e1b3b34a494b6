/** The page's words as the host sent them, and figures as people read them. */
import { type PlanString, type PlanStrings } from '../../protocol/plan';

let strings: PlanStrings | undefined;

export function useStrings(sent: PlanStrings): void {
	strings = sent;
}

/** The string in the user's language, with `{0}` and `{1}` filled in. */
export function fillText(name: PlanString, ...values: readonly string[]): string {
	return strings?.[name].replace(/\{(\d)\}/g, (whole, index: string) => values[Number(index)] ?? whole) ?? '';
}

/** Binary gigabytes with one digit, as memory is sold; less than a tenth in megabytes. */
export function memoryText(bytes: number): string {
	return bytes < 0.1 * 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

/** Of a download, in powers of ten as file lists show it. */
export function fileText(bytes: number): string {
	return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

export function speedText(tokensPerSecond: number): string {
	return fillText('tokensPerSecond', tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : String(Math.round(tokensPerSecond)));
}

export function secondsText(milliseconds: number): string {
	if (milliseconds < 1000) return fillText('milliseconds', String(Math.round(milliseconds)));
	const seconds = milliseconds / 1000;
	return fillText('seconds', seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds)));
}
