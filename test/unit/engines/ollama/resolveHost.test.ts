import assert from 'node:assert/strict';
import { hostParts } from '../../../../src/engines/http/hostParts';
import { parseHost, resolveHost } from '../../../../src/engines/ollama/resolveHost';

describe('where Ollama is', () => {
	const forms: readonly (readonly [string, string | undefined])[] = [
		['127.0.0.1:11434', 'http://127.0.0.1:11434'],
		['192.168.1.5', 'http://192.168.1.5:11434'],
		['gpu-box', 'http://gpu-box:11434'],
		['gpu-box:8080', 'http://gpu-box:8080'],
		[':8080', 'http://127.0.0.1:8080'],
		['0.0.0.0', 'http://127.0.0.1:11434'],
		['0.0.0.0:8080', 'http://127.0.0.1:8080'],
		['http://0.0.0.0:8080/', 'http://127.0.0.1:8080'],
		['http://gpu-box', 'http://gpu-box:80'],
		['https://gpu-box', 'https://gpu-box:443'],
		['HTTPS://gpu-box:11434', 'https://gpu-box:11434'],
		['https://gate.example/ollama/', 'https://gate.example:443/ollama'],
		['gate.example/ollama', 'http://gate.example:11434/ollama'],
		['http://localhost:11434/api', 'http://localhost:11434'],
		['http://localhost:11434/v1/', 'http://localhost:11434'],
		['::1', 'http://[::1]:11434'],
		['[::1]', 'http://[::1]:11434'],
		['[::1]:8080', 'http://[::1]:8080'],
		['[::]:8080', 'http://[::1]:8080'],
		['fe80::2', 'http://[fe80::2]:11434'],
		['http://me:secret@gpu-box', 'http://me:secret@gpu-box:80'],
		[' "gpu-box:8080" ', 'http://gpu-box:8080'],
		['gpu-box:99999', 'http://gpu-box:11434'],
		['gpu-box:port', 'http://gpu-box:11434'],
		['', undefined],
		['   ', undefined],
		['ftp://gpu-box', undefined],
		['two words', undefined],
	];
	for (const [text, url] of forms) {
		it(`reads ${JSON.stringify(text)} as ${url ?? 'no address'}`, () => assert.equal(parseHost(text), url));
	}

	it('takes the setting, else OLLAMA_HOST, else the default; what is no address is passed over', () => {
		assert.equal(resolveHost('a', 'b'), 'http://a:11434');
		assert.equal(resolveHost('', 'b'), 'http://b:11434');
		assert.equal(resolveHost('ftp://a', 'b'), 'http://b:11434');
		assert.equal(resolveHost('', undefined), 'http://127.0.0.1:11434');
		assert.equal(resolveHost('', ''), 'http://127.0.0.1:11434');
	});

	it('keeps user and password out of the address and of what people see', () => {
		assert.deepEqual(hostParts('http://me:s%20t@gpu-box:80/x'), {
			url: 'http://gpu-box:80/x',
			name: 'gpu-box:80/x',
			authorization: `Basic ${Buffer.from('me:s t').toString('base64')}`,
		});
		assert.deepEqual(hostParts('https://gpu-box:443'), { url: 'https://gpu-box:443', name: 'https://gpu-box:443' });
	});
});
