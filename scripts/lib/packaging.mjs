/** Makes the VSIX for one platform: a production build, the embedded engine's packages for it, and what .vscodeignore lets in. */
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { installEngine, thisTarget } from './install.mjs';
import { nodeForCode } from './nodeForCode.mjs';
import { run } from './processes.mjs';
import { inRoot, readJson } from './root.mjs';

/** What users need and nothing else. A file that none of these names is a mistake in .vscodeignore. */
const expected = [
	/^dist\/(extension|panel|plan)\.(js|css)$/,
	/^engine\/package\.json$/,
	/^engine\/dist\/child\.mjs$/,
	/^engine\/node_modules\/.+(?<!\.map|\.d\.[cm]?ts)$/,
	/^l10n\/bundle\.l10n\.[\w.-]*json$/,
	/^media\/.+\.(svg|png|md|gguf|css)$/,
	/^package(\.nls(\.[\w-]+)?)?\.json$/,
	/^(README|CHANGELOG)\.md$/i,
	/^LICENSE(\.txt)?$/i,
];

/** Without one of these the extension would not work, which a stranger would notice before us. */
const required = [
	/^dist\/extension\.js$/,
	/^dist\/panel\.js$/,
	/^dist\/panel\.css$/,
	/^dist\/plan\.js$/,
	/^dist\/plan\.css$/,
	/^engine\/dist\/child\.mjs$/,
	/^engine\/node_modules\/node-llama-cpp\/dist\/index\.js$/,
	/^engine\/node_modules\/@node-llama-cpp\/.+\.node$/,
	/^media\/demo-model\/demo\.gguf$/,
];

/**
 * @param {{target?: string, withVulkan?: boolean}} [options] `target` is a platform as the Marketplace names it; without Vulkan it is quicker to make
 * @returns {Promise<{file: string, files: string[], bytes: number}>}
 */
export async function packageExtension({ target = thisTarget(), withVulkan = true } = {}) {
	const { version, name } = readJson(inRoot('package.json'));
	const file = inRoot('out', 'package', `${name}-${target}-${version}.vsix`);
	fs.mkdirSync(path.dirname(file), { recursive: true });
	try {
		await installEngine(target, { withVulkan });
		await build({ production: true });
		const files = await listFiles();
		const strangers = files.filter(each => !expected.some(pattern => pattern.test(each)));
		if (strangers.length) throw new Error(`The package would hold files that users don't need:\n    ${strangers.join('\n    ')}`);
		const missing = required.filter(pattern => !files.some(each => pattern.test(each)));
		if (missing.length) throw new Error(`The package would lack ${missing.map(String).join(', ')}`);
		await vsce(['package', '--target', target, '--no-dependencies', '--no-rewrite-relative-links', '--out', file]);
		return { file, files, bytes: fs.statSync(file).size };
	} finally {
		await installEngine(); // the developer's own platform again
	}
}

async function listFiles() {
	const listed = await vsce(['ls', '--no-dependencies']);
	return listed.split('\n').filter(line => line && !line.includes(' '));
}

/** vsce needs a newer Node than the repository does. */
async function vsce(args) {
	return run(await nodeForCode(), [inRoot('node_modules', '@vscode', 'vsce', 'vsce'), ...args], { cwd: inRoot() });
}
