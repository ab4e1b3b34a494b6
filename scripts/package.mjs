/** `npm run package`: makes the VSIX for this platform, or `-- --target linux-arm64` for another. */
import { parseArgs } from 'node:util';
import { installPackages, targetNames } from './lib/install.mjs';
import { packageExtension } from './lib/packaging.mjs';
import { main, Missing } from './lib/say.mjs';

main(async () => {
	const target = readTarget();
	await installPackages();
	const { file, files, bytes } = await packageExtension({ target });
	console.log(`${file}\n${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
});

function readTarget() {
	try {
		return parseArgs({ options: { target: { type: 'string' } } }).values.target;
	} catch (error) {
		throw new Missing(error.message, `npm run package [-- --target ${targetNames.join('|')}]`);
	}
}
