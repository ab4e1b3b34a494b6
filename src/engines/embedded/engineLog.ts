/** What the built-in engine writes into the log: a line for each answer and for each load. */
import type { FinishedRequest } from './childLink';
import type { LoadReply } from './messages';

export interface EngineLog {
	debug(message: string): void;
	info(message: string): void;
	warn(message: string): void;
}

export function describeAnswer({ role, end: { reason, usage }, cancelMilliseconds }: FinishedRequest): string {
	const { promptTokens = 0, cachedTokens = 0, promptMilliseconds = 0, generatedTokens = 0, generateMilliseconds = 0 } = usage;
	const speed = generateMilliseconds > 0 ? `, ${Math.round((generatedTokens / generateMilliseconds) * 1000)} tok/s` : '';
	const guessed = usage.guessedTokens ? ` (${usage.guessedTokens} guessed right)` : '';
	const idle = cancelMilliseconds === undefined ? '' : `, idle ${Math.round(cancelMilliseconds)} ms after the cancel`;
	return (
		`${role}: ${promptTokens} prompt tokens (${cachedTokens} cached) in ${Math.round(promptMilliseconds)} ms, ` +
		`${generatedTokens} generated${guessed}${speed}, ended by ${reason}${idle}`
	);
}

export function describeTimes(times: NonNullable<LoadReply['threadTimes']>): string {
	const speeds = times.map(({ threads, milliseconds }) => `${threads}: ${(1000 / milliseconds).toFixed(1)} tok/s`);
	return `threads measured, the chosen number first: ${speeds.join(', ')}`;
}
