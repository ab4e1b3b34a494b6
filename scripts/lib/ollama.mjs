/**
 * A real Ollama server for the tests: built once from its Go module into the cache, started on a port of its own with a home of its own.
 * `$DEEPSEEK_CODER_OLLAMA` names another binary.
 */
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce, isInstalled } from './cache.mjs';
import { remove, temporaryFolder } from './leftBehind.mjs';
import { writeMissingHeaders } from './ollamaHeaders.mjs';
import { freePort, isOnPath, run, start } from './processes.mjs';
import { Missing, saying } from './say.mjs';

const version = '0.24.0';

/**
 * The path of an Ollama binary. Throws `Missing` where none can be had here, and any other error when a build that should work failed.
 */
export async function installOllama() {
	const named = process.env.DEEPSEEK_CODER_OLLAMA;
	if (named) {
		if (fs.existsSync(named)) return named;
		throw new Error(`$DEEPSEEK_CODER_OLLAMA names ${named}, which is not there.`);
	}
	const flags = compilerFlags();
	const folder = cacheFolder(`ollama-${version}`);
	const wanted = `${version} ${flags}`;
	const binary = path.join(folder, 'bin', 'ollama');
	if (isInstalled(folder, wanted)) return binary;
	const missing = ['go', 'gcc', 'g++'].filter(tool => !isOnPath(tool));
	if (missing.length) {
		throw new Missing(
			`Ollama can't be built here: ${missing.join(', ')} not found.`,
			'Install Go 1.24 or newer and gcc (Debian: apt-get install golang g++).',
		);
	}
	await saying(`Building Ollama ${version} from its Go module (4 to 12 minutes, once)`, () =>
		installOnce(folder, wanted, async () => {
			const headers = cacheFolder('ollama-headers'); // its path is part of Go's cache key, so it must not change
			await writeMissingHeaders(headers);
			const env = {
				...process.env,
				GOBIN: path.join(folder, 'bin'),
				GOFLAGS: '-buildvcs=false',
				CGO_ENABLED: '1',
				CGO_CPPFLAGS: `-I${headers}`,
				CGO_CFLAGS: flags,
				CGO_CXXFLAGS: flags,
			};
			const link = `-s -w -X github.com/ollama/ollama/version.Version=${version}`; // without it the server says it is version 0.0.0
			await run('go', ['install', '-trimpath', '-ldflags', link, `github.com/ollama/ollama@v${version}`], { env });
		}),
	);
	return binary;
}

/** Go's default for C is a processor of 2003. AVX2 is there on every machine of the last ten years, and the cache may move between machines. */
function compilerFlags() {
	const hasAvx2 = process.arch === 'x64' && fs.existsSync('/proc/cpuinfo') && /\bavx2\b/.test(fs.readFileSync('/proc/cpuinfo', 'utf8'));
	return hasAvx2 ? '-O3 -march=x86-64-v3' : '-O3';
}

/** The demo model's Modelfile. One thread: with more threads than free cores, generation gets hundreds of times slower. */
const modelfile = `FROM {gguf}
TEMPLATE """{{- if .Suffix }}<｜fim▁begin｜>{{ .Prompt }}<｜fim▁hole｜>{{ .Suffix }}<｜fim▁end｜>{{ else }}{{- range .Messages }}{{- if eq .Role "user" }}### Instruction:
{{ .Content }}
{{ else if eq .Role "assistant" }}### Response:
{{ .Content }}
<|EOT|>
{{ else }}{{ .Content }}
{{ end }}{{- end }}### Response:
{{ end }}"""
PARAMETER stop <|EOT|>
PARAMETER num_ctx 2048
PARAMETER num_thread 1
`;

/**
 * Starts a server that holds a model made from `gguf`.
 * @param {string} gguf
 * @param {string} model its name there
 * @param {readonly {name: string, file: string}[]} [others] more models
 */
export async function startOllama(gguf, model, others = []) {
	const binary = await installOllama();
	const home = temporaryFolder('ollama');
	const host = `127.0.0.1:${await freePort()}`;
	const env = {
		...withoutProxy(process.env),
		HOME: home, // it writes a key pair there
		OLLAMA_HOST: host,
		OLLAMA_MODELS: path.join(home, 'models'),
		OLLAMA_NO_CLOUD: '1',
		GIN_MODE: 'release',
	};
	const serve = () => start(binary, ['serve'], { env, name: 'Ollama', ready: () => answers(host), timeoutMilliseconds: 60_000 });
	let server = await serve();
	const stop = async () => {
		await server.stop();
		remove(home);
	};
	try {
		const file = path.join(home, 'Modelfile');
		for (const each of [{ name: model, file: gguf }, ...others]) {
			fs.writeFileSync(file, modelfile.replace('{gguf}', each.file));
			await run(binary, ['create', each.name, '-f', file], { env });
		}
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		address: `http://${host}`,
		get pid() {
			return server.pid;
		},
		stop,
		/** After its death, at the same address with the same models. */
		startAgain: async () => void (server = await serve()),
	};
}

async function answers(host) {
	try {
		return (await fetch(`http://${host}/api/version`)).ok;
	} catch {
		return false;
	}
}

/** The client has to reach loopback. */
function withoutProxy(env) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !/^https?_proxy$/i.test(name)));
}
