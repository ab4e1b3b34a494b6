/** `npm run test:servers`: installs llama-server and vLLM where they are missing (minutes, and 5 GB), and runs the contract against both. */
import { build } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { modelServers, startInstalledServers } from './lib/modelServers.mjs';
import { printSuites } from './lib/results.mjs';
import { main, Missing, say } from './lib/say.mjs';
import { runInNode } from './lib/suites.mjs';

main(async () => {
	await installPackages();
	for (const { install } of modelServers) await install().catch(tellMissing);
	await build({ tests: true, production: true });
	const start = performance.now();
	const servers = await startInstalledServers();
	const results = await runInNode('contract', 60_000, servers.env, name => name.startsWith('openAi')).finally(servers.stop);
	printSuites([{ name: 'servers', results, milliseconds: performance.now() - start }]);
	process.exitCode = results.some(({ state }) => state !== 'passed') ? 1 : 0;
});

/** The other one is tested all the same; the tests of this one are shown as skipped, and that fails the run. */
function tellMissing(error) {
	if (!(error instanceof Missing)) throw error;
	say(error.message);
}
