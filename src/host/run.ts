/** Runs a tool for its output, for a limited time. A tool that is missing, fails or hangs is an answer, not an exception. */
import { execFile } from 'node:child_process';

export interface ToolOutput {
	readonly text: string;
	/** Absent when the tool ended well; `missing` when there is none of that name. */
	readonly failure?: 'missing' | 'failed' | 'timeout';
}

export type RunTool = (command: string, parameters: readonly string[]) => Promise<ToolOutput>;

/** Long enough for nvidia-smi to wake a sleeping laptop GPU (about 1 s), short enough that startup never seems to hang. */
export const toolLimitMs = 2000;

export const runTool: RunTool = (command, parameters) =>
	new Promise(resolve => {
		const options = {
			timeout: toolLimitMs,
			killSignal: 'SIGKILL',
			windowsHide: true,
			maxBuffer: 4 * 1024 * 1024,
			encoding: 'utf8',
		} as const;
		try {
			execFile(command, parameters, options, (error, stdout, stderr) => {
				// nvidia-smi writes some of its errors to stdout, so the text counts also when it failed.
				const text = error === null ? stdout : `${stdout}\n${stderr}`;
				resolve(
					error === null ? { text } : { text, failure: error.code === 'ENOENT' ? 'missing' : error.killed === true ? 'timeout' : 'failed' },
				);
			});
		} catch {
			resolve({ text: '', failure: 'failed' });
		}
	});
