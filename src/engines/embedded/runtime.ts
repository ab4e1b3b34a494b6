/** The native runtime, loaded when it is first needed: importing it and probing for GPUs takes about a second. */
import type { Llama } from 'node-llama-cpp';
import { EngineError } from '../../core/engine/engineError';
import type { Devices } from './messages';

export class Runtime {
	private llama: Promise<Llama> | undefined;
	private lastComplaints: string[] = [];

	/** @param onMessage is told what the runtime warns of, a line each */
	constructor(
		private readonly gpu: 'auto' | 'off',
		private readonly onMessage: (line: string) => void,
	) {}

	/** Throws `engineMissing` where there is no binary for this machine. */
	get(): Promise<Llama> {
		return (this.llama ??= this.start().catch((error: unknown) => {
			// Asked again, it tries again: the binary may have been installed since.
			this.llama = undefined;
			throw error;
		}));
	}

	async devices(): Promise<Devices> {
		const llama = await this.get();
		const [vram, ram, deviceNames] = await Promise.all([llama.getVramState(), llama.getRamState(), llama.getGpuDeviceNames()]);
		return {
			gpu: llama.gpu,
			deviceNames,
			vram: { total: vram.total, used: vram.used, free: vram.free, unified: vram.unifiedSize },
			ram: { total: ram.total, free: ram.free },
		};
	}

	/** The last thing the runtime complained about, for an error of its that says less. */
	get lastComplaint(): string | undefined {
		return this.lastComplaints.at(-1);
	}

	forgetComplaints(): void {
		this.lastComplaints = [];
	}

	private async start(): Promise<Llama> {
		try {
			const llama = await this.load(this.gpu === 'off' ? false : 'auto');
			// A backend that loads where there is no device for it (Vulkan does) is none.
			const isInVain = llama.gpu !== false && (await llama.getGpuDeviceNames()).length === 0;
			return isInVain ? await this.load(false) : llama;
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			throw new EngineError(
				'engineMissing',
				`the built-in engine has no binary that runs on ${process.platform} ${process.arch}: ${reason}`,
			);
		}
	}

	private async load(gpu: 'auto' | false): Promise<Llama> {
		const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
		const llama = await getLlama({
			gpu,
			build: 'never',
			skipDownload: true,
			progressLogs: false,
			// Without a number the library takes at least four threads, which on two cores is 900 times slower than one.
			maxThreads: 1,
			logLevel: LlamaLogLevel.warn,
			logger: (_level, message) => this.hear(message),
		});
		// From here on contexts have their own number. With a limit the library shares threads out, and one that asks for more waits for ever.
		llama.maxThreads = 0;
		return llama;
	}

	private hear(message: string): void {
		const line = message.trim();
		if (line === '') return;
		this.lastComplaints = [...this.lastComplaints, line].slice(-5);
		this.onMessage(line);
	}
}
