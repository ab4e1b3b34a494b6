/** The real Ollama that tests ask: started where one can be had; else the reason why those tests are skipped. */
import { startOllama } from './ollama.mjs';
import { inRoot } from './root.mjs';
import { Missing, say } from './say.mjs';

const model = 'deepseek-coder-demo';

/** A build that failed, or a server that does not start, is no reason to skip: it throws. */
export async function ollamaUnderTest() {
	try {
		const { address, pid, stop } = await startOllama(inRoot('media', 'demo-model', 'demo.gguf'), model);
		const env = {
			DEEPSEEK_CODER_TEST_OLLAMA: address,
			DEEPSEEK_CODER_TEST_OLLAMA_MODEL: model,
			DEEPSEEK_CODER_TEST_OLLAMA_PID: String(pid),
		};
		return { address, env, stop };
	} catch (error) {
		if (!(error instanceof Missing)) throw error;
		say(error.message);
		return { env: { DEEPSEEK_CODER_TEST_OLLAMA_SKIP: error.message }, stop: () => Promise.resolve(), skipped: error.message };
	}
}
