/** Imported first, so that what the extension says about its activation includes the time its own modules take to run. */
const startedAt = performance.now();

/** Milliseconds from here until the composition root's modules had run; called once, by the composition root itself. */
export function sinceFirstModule(): number {
	return performance.now() - startedAt;
}
