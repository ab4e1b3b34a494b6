import assert from 'node:assert/strict';
import { secretFiles } from '../../../../src/core/completion/context/secretFiles';
import { globMatcher } from '../../../../src/core/text/glob';

describe('globMatcher', () => {
	const cases: readonly (readonly [pattern: string, matched: readonly string[], not: readonly string[]])[] = [
		['*.pem', ['a.pem', 'deep/er/a.PEM'], ['a.pem.txt', 'pem']],
		['**/secrets/**', ['secrets/a.ts', 'src/secrets/deep/a.ts'], ['src/secrets.ts', 'mysecrets/a.ts']],
		['src/*.ts', ['src/a.ts'], ['src/deep/a.ts', 'other/src/a.ts']],
		['src/**/a.?s', ['src/a.ts', 'src/x/y/a.js'], ['src/a.css']],
		['*.{key,crt}', ['a.key', 'b/c.crt'], ['a.keys']],
		['[ab].txt', ['a.txt', 'x/b.txt'], ['c.txt']],
		['[!ab].txt', ['c.txt'], ['a.txt']],
		['dist/', ['dist/a.js', 'packages/x/dist/a.js'], ['distant/a.js']],
		['/build', ['build/a.js'], ['rebuild/a.js']],
		['**/node_modules', ['node_modules/x/index.js', 'a/node_modules/x.js'], ['node_modules.ts']],
		['a(b)+.txt', ['a(b)+.txt'], ['abb.txt']],
	];
	for (const [pattern, matched, not] of cases) {
		it(pattern, () => {
			const matches = globMatcher([pattern]);
			for (const path of matched) assert.ok(matches(path), path);
			for (const path of not) assert.ok(!matches(path), path);
		});
	}

	it('matches nothing by nothing, and by what can not be read', () => {
		for (const pattern of ['', '   ', '[z-a].txt']) assert.equal(globMatcher([pattern])('a.txt'), false);
	});
});

describe('secret files', () => {
	const isSecret = globMatcher(secretFiles);
	const secret =
		'.env .env.local app/.env.production prod.env .envrc server.pem certs/tls.key id_rsa id_ed25519.pub home/.ssh/config .aws/credentials .npmrc client_secret.json config/credentials.yml prod.tfvars';
	const plain =
		'src/environment.ts env.ts src/key.ts keyboard.key.ts tokens.ts secretFiles.ts secrets.py pem.go config/settings.yml .eslintrc.json';

	for (const path of secret.split(' ')) it(`${path} is one`, () => assert.ok(isSecret(path)));
	for (const path of plain.split(' ')) it(`${path} is none`, () => assert.ok(!isSecret(path)));
});
