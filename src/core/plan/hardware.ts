/** What the machine has, as measured facts: `src/host` reads them, the plan decides on them. A figure nobody could read is `null`, never a guess. */

export interface Hardware {
	readonly gpus: readonly Gpu[];
	readonly ram: Ram;
	/** Physical cores where the system tells them, else half of the logical ones; never more than the container may use. */
	readonly cores: number;
	/** What the user should know about GPUs that cannot be used and limits that hold: each has a sentence in {@link hardwareSentences}. */
	readonly notes: readonly HardwareNote[];
}

export interface Gpu {
	readonly vendor: GpuVendor;
	readonly name: string;
	/** Bytes a process can allocate at most; for unified memory the system's limit for the GPU. */
	readonly totalBytes: number | null;
	/** Bytes that are free now. */
	readonly freeBytes: number | null;
	/** Whether it shares its memory with the CPU, so that both draw on the same bytes. */
	readonly unified: boolean;
	readonly problem?: GpuProblem;
	/** MIG instances: a process gets one of them, never the whole card. */
	readonly slices?: readonly GpuSlice[];
}

export interface GpuSlice {
	readonly name: string;
	readonly totalBytes: number | null;
	readonly freeBytes: number | null;
}

/** What one source says about the GPUs. */
export interface GpuReading {
	readonly gpus: readonly Gpu[];
	readonly notes: readonly HardwareNote[];
}

export type GpuVendor = 'nvidia' | 'amd' | 'apple' | 'intel' | 'other';

export interface Ram {
	readonly totalBytes: number;
	/** What programs could get now: free pages and caches that can be given up, within the container's limit. */
	readonly freeBytes: number;
}

/** Why a GPU that is there cannot be planned with, or only in part. */
export type GpuProblem =
	| 'memoryUnknown' // the tool prints no figure
	| 'freeUnknown' // total is known, free is not
	| 'sharesRam' // a board without memory of its own, such as NVIDIA's GB10: RAM is what counts
	| 'noPermission' // the tool refuses to say (a pod, a MIG host)
	| 'capped' // Windows' 32-bit figure says only "4 GB or more"
	| 'engineCannot' // the engine has no build for it that loads
	| 'sliced'; // MIG is on: a process gets one slice of it

export type HardwareNoteKey =
	GpuProblem | 'driverMismatch' | 'blockedBySystem' | 'noDriver' | 'toolFailed' | 'containerMemory' | 'containerCores' | 'wsl';

export interface HardwareNote {
	readonly key: HardwareNoteKey;
	/** What fills {0}, {1} in the sentence. */
	readonly parameters: readonly string[];
}

/** The English sentences; the editor passes them through its own translation. */
export const hardwareSentences: Readonly<Record<HardwareNoteKey, string>> = {
	memoryUnknown: '{0} does not say how much memory it has, so it is planned with only when the engine itself can tell.',
	freeUnknown: '{0} does not say how much of its memory is free; a part of the total is left out for others.',
	sharesRam: '{0} has no memory of its own: it shares all of RAM.',
	noPermission: 'The system does not let us read the memory of {0}.',
	capped: '{0}: Windows reports at most 4 GB here, so its real memory is not known.',
	sliced: '{0} is divided into slices (MIG); a program gets one of them, not the whole card.',
	engineCannot: 'The built-in engine can’t use {0} here and runs on the CPU, several times slower. Ollama can use it.',
	driverMismatch: 'The NVIDIA driver was updated and the old one still runs: restart the machine to use the GPU.',
	blockedBySystem: 'The operating system blocks access to the NVIDIA GPU (WSL or a container without GPU access), so the CPU is used.',
	noDriver: 'An NVIDIA tool is installed, but its driver does not run, so the CPU is used.',
	toolFailed: '{0} failed: {1}',
	containerMemory: 'This container may use {0} of the {1} of memory in the machine.',
	containerCores: 'This container may use {0} of {1} cores.',
	wsl: 'Inside WSL, Windows and its programs use the same GPU memory.',
};

/** The sentence in English, for logs and scripts. */
export function describeNote(note: HardwareNote): string {
	return fillIn(hardwareSentences[note.key], note.parameters);
}

/** Puts the parameters where {0}, {1} stand. */
export function fillIn(sentence: string, parameters: readonly string[]): string {
	return sentence.replace(/\{(\d)\}/g, (whole, index: string) => parameters[Number(index)] ?? whole);
}
