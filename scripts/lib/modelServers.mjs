/** The servers that speak OpenAI's protocol and that the contract is tested against: how each is had, and by which variable its test finds it. */
import { findLlamaServer, installLlamaServer, startLlamaServer } from './llamaServer.mjs';
import { inRoot } from './root.mjs';
import { findVllm, installVllm, startVllm } from './vllm.mjs';

/**
 * @typedef {{address: string, pid: number | undefined, stop(): Promise<void>}} Started
 * @typedef {(gguf: string, model: string) => Promise<Started>} Start
 */

/** @type {readonly {name: string, variable: string, find(): string | undefined, install(): Promise<string>, start: Start}[]} */
export const modelServers = [
	{
		name: 'llama-server',
		variable: 'DEEPSEEK_CODER_TEST_LLAMA_SERVER',
		find: findLlamaServer,
		install: installLlamaServer,
		start: startLlamaServer,
	},
	{ name: 'vLLM', variable: 'DEEPSEEK_CODER_TEST_VLLM', find: findVllm, install: installVllm, start: startVllm },
];

/**
 * Starts those that are installed, with the demo model; `env` tells the tests where they are and from which programs. Whoever asks stops them.
 * @param {readonly string[]} [names] only these
 */
export async function startInstalledServers(names = modelServers.map(({ name }) => name)) {
	const installed = modelServers.filter(({ name, find }) => names.includes(name) && find() !== undefined);
	const starts = await Promise.allSettled(
		installed.map(({ start }) => start(inRoot('media', 'demo-model', 'demo.gguf'), 'deepseek-coder-demo')),
	);
	const started = starts.flatMap(start => (start.status === 'fulfilled' ? [start.value] : []));
	const stop = async () => void (await Promise.all(started.map(server => server.stop())));
	const failed = starts.find(start => start.status === 'rejected');
	if (failed) {
		await stop();
		throw failed.reason;
	}
	const addresses = started.map(({ address }, index) => [installed[index]?.variable, address]);
	const binaries = installed.map(({ variable, find }) => [`${variable}_BINARY`, find()]);
	return { env: Object.fromEntries([...addresses, ...binaries]), stop };
}
