/**
 * How many CPU threads to use when nobody said. The runtime's threads wait for each other by spinning, so one too many, or one that has to share
 * its core with the editor, costs far more than one too few. Measured with a 90 MB model on two cores in use by others: one thread generates
 * 190 tokens/s, two 50 to 80; on an idle pair of cores a 356 MB model generates 68, 40 and 2 tokens/s with 1, 2 and 4 threads.
 * Above four, generating is bound by memory, not by cores.
 */
export function defaultThreads(physicalCores: number): number {
	return Math.max(1, Math.min(4, physicalCores - 1));
}
