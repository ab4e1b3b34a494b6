/** `npm run check`: format, lint, types, architecture, manifest, dead code, bundle size. All run, also after one failed. */
import { checks } from './lib/checks.mjs';
import { installPackages } from './lib/install.mjs';
import { main, seconds } from './lib/say.mjs';

main(async () => {
	await installPackages();
	for (const { name, run } of checks) {
		const start = performance.now();
		try {
			await run();
			console.log(`✔ ${name} (${seconds(performance.now() - start)})`);
		} catch (error) {
			console.log(`✘ ${name} (${seconds(performance.now() - start)})\n${error.message}\n`);
			process.exitCode = 1;
		}
	}
});
