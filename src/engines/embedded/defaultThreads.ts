/**
 * Where to begin to measure how many CPU threads are best, and how many to use beside a GPU. One core is left to the editor; above four, generating is
 * mostly bound by memory and not by cores.
 */
export function defaultThreads(physicalCores: number): number {
	return Math.max(1, Math.min(4, physicalCores - 1));
}
