/**
 * Installs the npm packages that the demo model learns from into WORK/node_modules, in the versions of media/demo-model/SOURCES.md:
 *   node scripts/demoModel/fetchPackages.mjs WORK [HOW_MANY]
 * Nothing of them is run. With HOW_MANY, only the first so many of the list, which is sorted by size.
 */
import fs from 'node:fs';
import path from 'node:path';
import { npm } from '../lib/processes.mjs';
import { main, saying } from '../lib/say.mjs';
import { isPermissive, trainingPackages } from './corpus/packageList.mjs';

const [work = 'work', count = 'all'] = process.argv.slice(2);

main(async () => {
	const packages = trainingPackages().filter(({ license }) => isPermissive(license));
	const wanted = count === 'all' ? packages : packages.slice(0, Number(count));
	const dependencies = Object.fromEntries(wanted.map(({ name, version }) => [name, version]));
	fs.mkdirSync(work, { recursive: true });
	fs.writeFileSync(path.join(work, 'package.json'), `${JSON.stringify({ private: true, dependencies }, null, '\t')}\n`);
	await saying(`Installing ${wanted.length} packages into ${work}`, () =>
		npm(['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--force'], { cwd: work }),
	);
});
