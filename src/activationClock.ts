/** Imported first, so that what the extension says about its activation includes the time its own modules take to run. */
export const loadedAt = performance.now();
