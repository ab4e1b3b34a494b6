/** What happens to a download, in the words that the person is told. The errors are the system's own. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import '../support/vscodeStandIn'; // first: what follows asks for `vscode`
import type { DownloadError } from '../../src/core/download/downloadError';
import { describeDownloadError, describeStatus } from '../../src/editor/trouble/describeDownload';
import { downloadFile } from '../../src/host/download/downloadFile';
import type { DownloadOptions, DownloadState } from '../../src/host/download/downloadOptions';
import { realDisk, type Disk } from '../../src/host/download/partFile';
import { eventually } from '../support/eventually';
import { RangeServer } from '../support/rangeServer';
import { skipBecause } from '../support/skipBecause';

const size = 300_000;

describe('fault:', () => {
	let server: RangeServer;
	let folder: string;
	let file: string;
	let told: DownloadState[];

	beforeEach(async () => {
		server = await RangeServer.start(content());
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-download-'));
		file = path.join(folder, 'model.gguf');
		told = [];
	});
	afterEach(async () => {
		await server.stop();
		fs.rmSync(folder, { recursive: true });
	});

	const download = (change: Partial<DownloadOptions> = {}) =>
		downloadFile({
			url: `${server.url}/model.gguf`,
			file,
			expected: {},
			startsWith: 'GGUF',
			fetch,
			now: () => performance.now(),
			onProgress: ({ state }) => void (told.at(-1) !== state && told.push(state)),
			log: { info: () => undefined, warn: () => undefined },
			signal: new AbortController().signal,
			timing: { backoffMs: 1 },
			...change,
		});

	function assertWhole(): void {
		assert.equal(createHash('sha256').update(fs.readFileSync(file)).digest('hex'), server.sha256);
		assert.deepEqual(fs.readdirSync(folder), ['model.gguf'], 'nothing else is left');
	}

	it('disk full while downloading', async function () {
		if (!fs.existsSync('/dev/full')) skipBecause(this, 'this system has no /dev/full');
		const error = await download({ disk: fullAfter(120_000) }).then(
			() => assert.fail('there was room'),
			(reason: DownloadError) => reason,
		);
		assert.equal((error.cause as NodeJS.ErrnoException).code, 'ENOSPC');
		assert.equal(describeDownloadError(error), 'The download needs 0.0 GB, 0.0 GB of the disk are free. Make room and try again.');
		assert.equal(fs.statSync(`${file}.part`).size, 120_000, 'what was written is kept');
		// Room was made: Download is pressed again and goes on from there.
		assert.deepEqual(await download(), { kind: 'done' });
		assert.deepEqual(server.ranges, [undefined, 'bytes=120000-']);
		assertWhole();
	});

	it('download interrupted and resumed with a changed file', async () => {
		const controller = new AbortController();
		server.faults = [{ kind: 'hang', afterBytes: 100_000 }];
		const first = download({ signal: controller.signal });
		await eventually('a part to be here', () => fs.existsSync(`${file}.part`) && fs.statSync(`${file}.part`).size === 100_000);
		controller.abort(); // the window was closed
		assert.deepEqual(await first, { kind: 'paused' });
		server.content = content();
		server.etag = '"2"';
		assert.deepEqual(await download(), { kind: 'done' });
		assert.deepEqual(
			told.filter(state => state === 'restarted').map(state => describeStatus(state)),
			['the file changed, it begins anew…'],
		);
		assertWhole();
	});
});

function content(): Buffer {
	return Buffer.concat([Buffer.from('GGUF'), randomBytes(size - 4)]);
}

/** The real disk, and after so many bytes the device that is always full. */
function fullAfter(bytes: number): Disk {
	return {
		...realDisk,
		open: async name => {
			const part = await realDisk.open(name);
			const full = await fs.promises.open('/dev/full', 'w');
			let room = bytes;
			return {
				read: part.read.bind(part),
				truncate: part.truncate.bind(part),
				sync: part.sync.bind(part),
				stat: part.stat.bind(part),
				close: async () => {
					await full.close();
					await part.close();
				},
				write: async (chunk: Uint8Array, offset: number, length: number, position: number) => {
					if (room === 0) return full.write(chunk, offset, length);
					const written = await part.write(chunk, offset, Math.min(length, room), position);
					room -= written.bytesWritten;
					return written;
				},
			} as unknown as Awaited<ReturnType<Disk['open']>>;
		},
	};
}
