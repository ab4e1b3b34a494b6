/** Installs the repository's own packages: those in the root, and the embedded engine's, for one platform. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { installOnce, isInstalled } from './cache.mjs';
import { npm } from './processes.mjs';
import { inRoot, readJson } from './root.mjs';
import { Missing, saying } from './say.mjs';

const quietly = ['--ignore-scripts', '--no-audit', '--no-fund'];

/** `npm ci`, where what is in node_modules is not what the lock file says. */
export async function installPackages() {
	if (isUpToDate()) return;
	await saying('Installing the packages of package-lock.json', () => npm(['ci', ...quietly], { cwd: inRoot() }));
}

/** npm writes its own list of what it installed last, so a run that was cut off has none. */
function isUpToDate() {
	const installed = inRoot('node_modules', '.package-lock.json');
	if (!fs.existsSync(installed)) return false;
	const found = readJson(installed).packages;
	const wanted = Object.entries(readJson(inRoot('package-lock.json')).packages);
	return wanted.every(([name, { version, optional }]) => name === '' || optional || found[name]?.version === version);
}

/**
 * The binary package of node-llama-cpp and npm's names for each target of the VS Code Marketplace.
 * CPU everywhere, Metal on Apple silicon. Users of a PC also get Vulkan, which runs on the cards of all makers for 25 MB more; CUDA would be 300 MB.
 * @type {Record<string, {binaries: string, vulkan?: string, os: string, cpu: string} | undefined>}
 */
const targets = {
	'linux-x64': { binaries: 'linux-x64', vulkan: 'linux-x64-vulkan', os: 'linux', cpu: 'x64' },
	'linux-arm64': { binaries: 'linux-arm64', os: 'linux', cpu: 'arm64' },
	'linux-armhf': { binaries: 'linux-armv7l', os: 'linux', cpu: 'arm' },
	'darwin-x64': { binaries: 'mac-x64', os: 'darwin', cpu: 'x64' },
	'darwin-arm64': { binaries: 'mac-arm64-metal', os: 'darwin', cpu: 'arm64' },
	'win32-x64': { binaries: 'win-x64', vulkan: 'win-x64-vulkan', os: 'win32', cpu: 'x64' },
	'win32-arm64': { binaries: 'win-arm64', os: 'win32', cpu: 'arm64' },
};

export const targetNames = Object.keys(targets);

export function thisTarget() {
	return `${process.platform}-${process.arch === 'arm' ? 'armhf' : process.arch}`;
}

/**
 * Puts the engine's packages for `target` into engine/node_modules: 50 MB instead of the 725 MB of a plain `npm install`.
 * @param {string} [target]
 * @param {{withVulkan?: boolean}} [what] as users get it
 */
export async function installEngine(target = thisTarget(), { withVulkan = false } = {}) {
	const wantedBy = targets[target];
	if (!wantedBy)
		throw new Missing(`There is no embedded engine for ${target}.`, `Known targets: ${targetNames.join(', ')}; elsewhere use Ollama.`);
	const { binaries, vulkan, os, cpu } = wantedBy;
	const packages = withVulkan && vulkan !== undefined ? [binaries, vulkan] : [binaries];
	const folder = inRoot('engine', 'node_modules');
	const version = readJson(inRoot('engine', 'package.json')).dependencies['node-llama-cpp'];
	const wanted = `${target} ${packages.join(' ')} ${version} ${fingerprint(inRoot('engine', 'package-lock.json'))}`;
	if (isInstalled(folder, wanted)) return;
	await saying(`Installing the embedded engine for ${target} (node-llama-cpp ${version})`, () =>
		installOnce(folder, wanted, async () => {
			const platform = target === thisTarget() ? [] : [`--os=${os}`, `--cpu=${cpu}`, '--force']; // npm refuses another machine's binaries else
			const withVersion = packages.map(name => `@node-llama-cpp/${name}@${version}`);
			await npm(['install', '--no-save', '--omit=optional', ...quietly, ...platform, ...withVersion], { cwd: inRoot('engine') });
			prune(folder);
		}),
	);
}

/** What only building llama.cpp from source, or only an editor, would read: 45 MB. */
function prune(modules) {
	for (const name of ['gitRelease.bundle', 'addon', 'cmake', 'patches', 'profiles', 'toolchains', 'xpack', 'CMakeLists.txt']) {
		fs.rmSync(path.join(modules, 'node-llama-cpp', 'llama', name), { recursive: true, force: true });
	}
	for (const entry of fs.readdirSync(modules, { recursive: true, withFileTypes: true })) {
		const isForReaders = entry.isFile() && /\.([cm]?ts|map|md|markdown|flow)$/i.test(entry.name) && !/licen[cs]e|notice/i.test(entry.name);
		if (isForReaders) fs.rmSync(path.join(entry.parentPath ?? entry.path, entry.name));
	}
	fs.rmSync(path.join(modules, '.bin'), { recursive: true, force: true });
}

function fingerprint(file) {
	return createHash('sha256').update(fs.readFileSync(file)).digest('hex').slice(0, 16);
}
