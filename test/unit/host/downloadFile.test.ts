/** Downloads from a real server on this machine that does all that servers and networks do, onto a real disk. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { DownloadError, DownloadErrorKind } from '../../../src/core/download/downloadError';
import { downloadFile } from '../../../src/host/download/downloadFile';
import type { DownloadOptions, DownloadProgress } from '../../../src/host/download/downloadOptions';
import { realDisk, type Disk } from '../../../src/host/download/partFile';
import { eventually } from '../../support/eventually';
import { RangeServer } from '../../support/rangeServer';

const size = 300_000;

describe('downloading a file', () => {
	let server: RangeServer;
	let folder: string;
	let file: string;
	let log: string[];
	let told: DownloadProgress[];

	beforeEach(async () => {
		server = await RangeServer.start(contentOf(size));
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'download-'));
		file = path.join(folder, 'models', 'model.gguf');
		log = [];
		told = [];
	});

	afterEach(async () => {
		await server.stop();
		fs.rmSync(folder, { recursive: true });
	});

	function download(change: Partial<DownloadOptions> = {}) {
		const write = (message: string) => void log.push(message);
		return downloadFile({
			url: `${server.url}/model.gguf`,
			file,
			expected: { bytes: server.content.length, sha256: server.sha256 },
			startsWith: 'GGUF',
			fetch,
			now: () => performance.now(),
			onProgress: progress => void told.push(progress),
			log: { info: write, warn: write },
			signal: new AbortController().signal,
			timing: { backoffMs: 1, silenceMs: 5_000, lookMs: 5, beatMs: 20, staleMs: 2_000 },
			...change,
		});
	}

	const failure = (change: Partial<DownloadOptions> = {}): Promise<DownloadError> =>
		download(change).then(
			() => assert.fail('it should have failed'),
			(error: DownloadError) => error,
		);

	const names = () => fs.readdirSync(path.dirname(file)).sort();
	const partBytes = () => fs.statSync(`${file}.part`).size;

	function assertWhole(): void {
		assert.deepEqual(names(), ['model.gguf'], 'nothing but the file is left');
		assert.equal(hashOf(fs.readFileSync(file)), server.sha256);
	}

	/** Pauses when so many bytes have been written. */
	async function pauseAfter(bytes: number, change: Partial<DownloadOptions> = {}): Promise<void> {
		const controller = new AbortController();
		server.faults = [{ kind: 'hang', afterBytes: bytes }];
		const paused = download({ ...change, signal: controller.signal });
		await eventually('the first part to be on the disk', () => fs.existsSync(`${file}.part`) && partBytes() === bytes);
		controller.abort();
		assert.deepEqual(await paused, { kind: 'paused' });
	}

	it('writes the whole file under its name and leaves nothing else', async () => {
		assert.deepEqual(await download(), { kind: 'done' });
		assertWhole();
		assert.deepEqual(told.at(0), { completedBytes: 0, totalBytes: size, state: 'connecting' });
		assert.equal(told.findLast(({ state }) => state === 'downloading')?.completedBytes, size);
	});

	it('asks for nothing when the file is there', async () => {
		await download();
		assert.deepEqual(await download(), { kind: 'done' });
		assert.equal(server.requests.length, 1);
	});

	it('keeps what came when it is paused, and continues from there', async () => {
		await pauseAfter(100_000);
		assert.deepEqual(names(), ['model.gguf.part', 'model.gguf.part.json']);
		await download();
		assert.deepEqual(server.ranges, [undefined, 'bytes=100000-']);
		assert.equal(server.requests[1]?.headers['if-range'], '"1"');
		assert.equal(server.requests[1]?.sentBytes, size - 100_000);
		assertWhole();
	});

	it('goes on after five cuts in a row that each brought something', async () => {
		server.faults = [1, 2, 3, 4, 5].map(() => ({ kind: 'cut', afterBytes: 40_000 }));
		await download();
		assert.equal(server.requests.length, 6);
		const sent = server.requests.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
		assert.ok(sent < size + 5 * 40_000, `${sent} bytes were sent for ${size}`);
		assertWhole();
	});

	it('gives up after five tries that brought nothing, and keeps what is here', async () => {
		await pauseAfter(100_000);
		server.faults = Array.from({ length: 9 }, () => ({ kind: 'cut', afterBytes: 0 }));
		const error = await failure();
		assert.equal(error.kind, 'interrupted');
		assert.deepEqual([error.details.completedBytes, error.details.expectedBytes], [100_000, size]);
		assert.equal(server.requests.length, 1 + 5);
		assert.equal(partBytes(), 100_000);
	});

	it('takes a server that falls silent for gone', async () => {
		server.faults = [{ kind: 'hang', afterBytes: 10_000 }];
		await download({ timing: { silenceMs: 60, backoffMs: 1 } });
		assert.equal(server.requests.length, 2);
		assert.match(log[0] ?? '', /broke off at byte 10000: nothing came for 60 ms/);
		assertWhole();
	});

	it('waits as long as a busy server asks, and no longer than it may', async () => {
		server.faults = [{ kind: 'answer', status: 503, headers: { 'retry-after': '7200' } }];
		await download({ timing: { longestBackoffMs: 1 } });
		assert.match(log[0] ?? '', /answered with status 503; trying again in 7200000 ms/);
		assertWhole();
	});

	it('begins anew when the file on the server has changed, and says so', async () => {
		await pauseAfter(100_000, { expected: {} });
		server.content = contentOf(size);
		server.etag = '"2"';
		await download({ expected: {} });
		assert.deepEqual(log, ['model.gguf is downloaded from the beginning: the file on the server has changed']);
		assert.ok(told.some(({ state }) => state === 'restarted'));
		assertWhole();
	});

	it('sees the change also where the server ignores its own ETag', async () => {
		await pauseAfter(100_000, { expected: {} });
		server.content = contentOf(size + 1);
		server.headers = { etag: '"2"' };
		await download({ expected: {} });
		assert.deepEqual(server.ranges, [undefined, 'bytes=100000-', undefined]);
		assertWhole();
	});

	it('begins anew when the file on the server is shorter now than what is here', async () => {
		server.etag = undefined;
		await pauseAfter(100_000, { expected: {} });
		server.content = contentOf(50_000);
		await download({ expected: {} });
		assert.match(log[0] ?? '', /shorter than what is here/);
		assertWhole();
	});

	it('stops when the file changes again and again', async () => {
		server.knowsRanges = false;
		let version = 1;
		const change: typeof fetch = (...call) => {
			server.etag = `"${version++}"`;
			server.faults = [{ kind: 'cut', afterBytes: 10_000 }];
			return fetch(...call);
		};
		assert.equal((await failure({ fetch: change, expected: {} })).kind, 'changed');
	});

	it('gets along with a server that knows no ranges', async () => {
		server.knowsRanges = false;
		server.etag = undefined;
		server.faults = [{ kind: 'cut', afterBytes: 250_000 }];
		await download();
		assert.match(log[1] ?? '', /the server can only send all of it/);
		assertWhole();
	});

	it('gives up on a server without ranges that never comes further than before', async () => {
		server.knowsRanges = false;
		await pauseAfter(50_000);
		server.faults = Array.from({ length: 20 }, () => ({ kind: 'cut', afterBytes: 50_000 }));
		assert.equal((await failure()).kind, 'interrupted');
		assert.equal(server.requests.length, 1 + 5);
	});

	it('refuses a file of another length before it is sent', async () => {
		const error = await failure({ expected: { bytes: size + 1 } });
		assert.equal(error.kind, 'sizeMismatch');
		assert.deepEqual([error.details.expectedBytes, error.details.actualBytes], [size + 1, size]);
		assert.equal(partBytes(), 0);
	});

	it('does not take a short answer for the file', async () => {
		server.statedBytes = size + 5;
		// The rest is asked for and is not there, so the file seems to change with every answer.
		assert.equal((await failure({ expected: {} })).kind, 'changed');
		assert.ok(!fs.existsSync(file));
	});

	it('takes a file whose length is not stated, also when the end of it gets lost', async () => {
		server.isChunked = true;
		await pauseAfter(size, { expected: {} });
		await download({ expected: {} });
		assert.deepEqual(server.ranges, [undefined, `bytes=${size}-`]);
		assertWhole();
	});

	it('throws away a file with another hash, and says both', async () => {
		const wanted = hashOf(Buffer.from('another'));
		const error = await failure({ expected: { sha256: wanted } });
		assert.equal(error.kind, 'hashMismatch');
		assert.deepEqual([error.details.expectedHash, error.details.actualHash], [wanted, server.sha256]);
		assert.deepEqual(names(), []);
	});

	it('finds a byte that went wrong in what was here before', async () => {
		await pauseAfter(100_000);
		const part = fs.openSync(`${file}.part`, 'r+');
		fs.writeSync(part, Buffer.from([server.content[5000]! ^ 1]), 0, 1, 5000);
		fs.closeSync(part);
		assert.equal((await failure()).kind, 'hashMismatch');
		assert.deepEqual(names(), []);
	});

	it('believes the hash that the hub states beside its redirect, whatever the host says to which it redirects', async () => {
		const hub = await RangeServer.start(Buffer.alloc(0));
		try {
			const redirect = () =>
				({
					kind: 'answer',
					status: 302,
					headers: {
						location: `${server.url}/signed?key=1`,
						'x-linked-etag': `"${server.sha256}"`,
						'x-linked-size': String(size),
					},
				}) as const;
			hub.faults = [redirect(), redirect()];
			const change = { url: `${hub.url}/resolve/model.gguf`, expected: {}, headers: { Authorization: 'Bearer mine', 'X-Key': 'mine' } };
			await pauseAfter(100_000, change);
			server.etag = '"of another host"';
			await download(change);
			assert.deepEqual(server.ranges, [undefined, 'bytes=100000-'], 'it continues although the ETag is another one');
			assert.equal(hub.requests[1]?.headers.authorization, 'Bearer mine');
			assert.deepEqual(
				server.requests.map(({ headers }) => [headers.authorization, headers['x-key']]),
				[
					[undefined, undefined],
					[undefined, undefined],
				],
				'what is for the hub goes to nobody else',
			);
			assertWhole();
			hub.faults = [{ ...redirect(), headers: { ...redirect().headers, 'x-linked-etag': `"${'0'.repeat(64)}"` } }];
			fs.rmSync(file);
			assert.equal((await failure(change)).kind, 'hashMismatch', 'a hash that is stated counts as one that is known');
		} finally {
			await hub.stop();
		}
	});

	const refusals: readonly {
		readonly what: string;
		readonly status: number;
		readonly location?: string;
		readonly kind: DownloadErrorKind;
	}[] = [
		{ what: 'a file that is not there', status: 404, kind: 'notFound' },
		{ what: 'a file that wants a key', status: 401, kind: 'unauthorized' },
		{ what: 'a file that is not for everybody', status: 403, kind: 'unauthorized' },
		{ what: 'a request that the server does not like', status: 400, kind: 'server' },
		{ what: 'a redirect to a file of this machine', status: 302, location: 'file:///etc/passwd', kind: 'badRedirect' },
	];
	for (const { what, status, location, kind } of refusals) {
		it(`asks once for ${what}`, async () => {
			server.faults = [{ kind: 'answer', status, ...(location && { headers: { location } }) }];
			assert.equal((await failure()).kind, kind);
			assert.equal(server.requests.length, 1);
		});
	}

	it('does not run in circles', async () => {
		server.faults = Array.from({ length: 30 }, () => ({ kind: 'answer', status: 302, headers: { location: '/again' } }));
		assert.equal((await failure()).kind, 'badRedirect');
		assert.equal(server.requests.length, 11);
	});

	it('says that the server has trouble when it goes on having it', async () => {
		server.faults = Array.from({ length: 9 }, () => ({ kind: 'answer', status: 502 }));
		const error = await failure();
		assert.deepEqual([error.kind, error.details.status], ['server', 502]);
		assert.equal(server.requests.length, 5);
	});

	it('says that nobody answers when nobody does', async () => {
		const gone = await RangeServer.start(contentOf(size));
		const { url } = gone;
		await gone.stop();
		const error = await failure({ url: `${url}/model.gguf` });
		assert.deepEqual([error.kind, error.details.host, error.details.code], ['offline', url.slice('http://'.length), 'ECONNREFUSED']);
	});

	it('knows a web page for what it is, and keeps what was here', async () => {
		await pauseAfter(100_000, { expected: {} });
		server.faults = [
			{ kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><title>Log in</title>' },
		];
		const error = await failure({ expected: {} });
		assert.equal(error.kind, 'notAModel');
		assert.match(error.message, /begins with "<!DO/);
		assert.equal(partBytes(), 100_000);
	});

	it('asks for the space before it takes it', async () => {
		const disk: Disk = { ...realDisk, freeBytes: () => Promise.resolve(1_000_000) };
		const error = await failure({ disk });
		assert.deepEqual([error.kind, error.details.needBytes, error.details.freeBytes], ['tooLittleSpace', size + (256 << 20), 1_000_000]);
		assert.equal(partBytes(), 0);
	});

	it('keeps what was written when the disk is full, and continues when it is not any more', async () => {
		const error = await failure({ disk: diskOf(120_000) });
		assert.deepEqual([error.kind, error.details.needBytes], ['tooLittleSpace', size - 120_000]);
		assert.equal(partBytes(), 120_000);
		await download();
		assert.deepEqual(server.ranges, [undefined, 'bytes=120000-']);
		assertWhole();
	});

	it('says that the folder can not be written to', async () => {
		fs.writeFileSync(path.join(folder, 'models'), 'a file where a folder should be');
		const error = await failure();
		assert.deepEqual([error.kind, error.details.code], ['unwritable', 'EEXIST']);
	});

	it('lets two windows download the same file once', async () => {
		server.bytesPerSecond = 1_000_000;
		const both = await Promise.all([download(), download()]);
		assert.deepEqual(both, [{ kind: 'done' }, { kind: 'done' }]);
		assert.equal(server.requests.length, 1);
		assert.ok(
			told.some(({ state, totalBytes }) => state === 'elsewhere' && totalBytes === size),
			'the one that waits shows how far the other is',
		);
		assertWhole();
	});

	it('continues what another window pauses', async () => {
		server.faults = [{ kind: 'hang', afterBytes: 100_000 }];
		const controller = new AbortController();
		const first = download({ signal: controller.signal });
		await eventually('the first to be at work', () => fs.existsSync(`${file}.part`) && partBytes() === 100_000);
		const second = download();
		await eventually('the second to wait', () => told.some(({ state }) => state === 'elsewhere'));
		controller.abort();
		assert.deepEqual(await Promise.all([first, second]), [{ kind: 'paused' }, { kind: 'done' }]);
		assert.deepEqual(server.ranges, [undefined, 'bytes=100000-']);
		assertWhole();
	});

	it('takes the place of a window that stopped to live', async () => {
		fs.mkdirSync(path.dirname(file));
		fs.writeFileSync(`${file}.lock`, JSON.stringify({ id: 'x', pid: process.pid, host: 'another machine' }));
		await download({ timing: { lookMs: 5, beatMs: 20, staleMs: 40 } });
		assertWhole();
	});

	it('stops writing when another window took its place', async () => {
		server.faults = [{ kind: 'hang', afterBytes: 100_000 }];
		const first = download();
		await eventually('it to be at work', () => fs.existsSync(`${file}.part`) && partBytes() === 100_000);
		fs.writeFileSync(`${file}.lock`, JSON.stringify({ id: 'x', pid: process.pid, host: 'another machine' }));
		await eventually('it to wait', () => told.at(-1)?.state === 'elsewhere');
		fs.rmSync(`${file}.lock`);
		assert.deepEqual(await first, { kind: 'done' });
		assertWhole();
	});

	it('continues what a killed process began', async () => {
		server.faults = [{ kind: 'hang', afterBytes: 200_000 }];
		const child = fork(childScript(folder), [`${server.url}/model.gguf`, file], { stdio: 'ignore' });
		await eventually('the process to be at work', () => fs.existsSync(`${file}.part`) && partBytes() === 200_000);
		child.kill('SIGKILL');
		await once(child, 'exit');
		assert.deepEqual(names(), ['model.gguf.lock', 'model.gguf.part', 'model.gguf.part.json']);
		await download({ timing: { lookMs: 5, beatMs: 20, staleMs: 3_600_000 } });
		assert.deepEqual(server.ranges, [undefined, 'bytes=200000-']);
		assertWhole();
	}).timeout(30_000);
});

/** A disk with a quota, which writes what still fits and then says that it is full. */
function diskOf(quotaBytes: number): Disk {
	return {
		freeBytes: () => Promise.resolve(Number.MAX_SAFE_INTEGER),
		open: async file => {
			const handle = await realDisk.open(file);
			const write = async (bytes: Uint8Array, offset: number, length: number, position: number) => {
				const fitting = Math.min(length, quotaBytes - position);
				if (fitting <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
				return handle.write(bytes, offset, fitting, position);
			};
			return new Proxy(handle, {
				get: (target, key) => {
					const value: unknown = key === 'write' ? write : Reflect.get(target, key);
					return typeof value === 'function' ? (value.bind(target) as unknown) : value;
				},
			});
		},
	};
}

function contentOf(bytes: number): Buffer {
	return Buffer.concat([Buffer.from('GGUF'), randomBytes(bytes - 4)]);
}

function hashOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** A program that downloads argv[2] to argv[3]. */
function childScript(folder: string): string {
	const outfile = path.join(folder, 'child.cjs');
	const contents = `
		import { downloadFile } from './src/host/download/downloadFile';
		const [, , url, file] = process.argv;
		const nothing = () => undefined;
		void downloadFile({
			url, file, fetch, expected: {}, startsWith: 'GGUF', now: () => performance.now(),
			onProgress: nothing, log: { info: nothing, warn: nothing }, signal: new AbortController().signal,
		});`;
	buildSync({ stdin: { contents, resolveDir: process.cwd(), loader: 'ts' }, bundle: true, platform: 'node', outfile });
	return outfile;
}
