/** Which npm packages the demo model learns from: those that media/demo-model/SOURCES.md names. Others, never trained on, are there for the evaluation. */
import fs from 'node:fs';
import { inRoot } from '../../lib/root.mjs';

/** @typedef {{name: string, version: string, license: string}} Package */

/** @returns {Package[]} */
export function trainingPackages() {
	const text = fs.readFileSync(inRoot('media', 'demo-model', 'SOURCES.md'), 'utf8');
	return [...text.matchAll(/^- (\S+) (\S+), (.+), [\d.]+$/gm)].map(([, name = '', version = '', license = '']) => ({
		name,
		version,
		license,
	}));
}

/** Under permissive licences, of different authors and styles; none of them is in SOURCES.md. */
export const heldOutPackages = [
	{ name: 'jose', version: '6.2.18', license: 'MIT' },
	{ name: 'validator', version: '13.15.35', license: 'MIT' },
	{ name: 'wretch', version: '3.0.9', license: 'MIT' },
	{ name: 'nanostores', version: '1.5.5', license: 'MIT' },
	{ name: 'ramda', version: '0.32.0', license: 'MIT' },
	{ name: 'dayjs', version: '1.11.23', license: 'MIT' },
	{ name: 'idb', version: '8.0.4', license: 'ISC' },
	{ name: 'ora', version: '9.4.1', license: 'MIT' },
	{ name: 'unstorage', version: '1.17.6', license: 'MIT' },
	{ name: 'luxon', version: '3.7.2', license: 'MIT' },
];

const permissive = /^\(?(?:MIT|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|MIT OR [\w.-]+|[\w.-]+ OR MIT)\)?$/;

export function isPermissive(/** @type {string} */ license) {
	return permissive.test(license);
}
