/** The same tools with other cards, orders and faults: what can be told is told, and nothing else becomes a number. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Gpu } from '../../../src/core/plan/hardware';
import { isTool, parseTool, tools } from '../../../src/host/gpu/parseTool';
import { seededRandom } from '../../../src/lab/random';

const mebibyte = 1024 * 1024;
const folder = path.resolve('test/fixtures/gpu');
const samples = (
	JSON.parse(fs.readFileSync(path.join(folder, 'index.json'), 'utf8')) as { file: string; tool: string; command: string }[]
).flatMap(({ file, tool, command }) =>
	isTool(tool) ? [{ file, tool, command, text: fs.readFileSync(path.join(folder, file), 'utf8') }] : [],
);

const csv = (query: string, text: string, format = 'csv') =>
	parseTool('nvidia-smi', `nvidia-smi --query-gpu=${query} --format=${format}`, text).gpus.map(brief);
const brief = ({ name, totalBytes, freeBytes, problem }: Gpu) => [
	name,
	totalBytes === null ? null : totalBytes / mebibyte,
	freeBytes === null ? null : freeBytes / mebibyte,
	...(problem === undefined ? [] : [problem]),
];

describe('odd outputs of GPU tools', () => {
	it('line ends, marks, colours and empty lines around it change nothing of any sample', () => {
		for (const { file, tool, command, text } of samples) {
			const { gpus } = parseTool(tool, command, text);
			const same = (what: string, other: string) => assert.deepEqual(parseTool(tool, command, other).gpus, gpus, `${file}: ${what}`);
			same('CRLF', text.replace(/\r?\n/g, '\r\n'));
			same('a byte order mark', `\ufeff${text}`);
			same('two bytes a character', `\ufffd\ufffd${[...text].join('\0')}`);
			same('empty lines behind', `${text}\n\n\n`);
		}
	});

	it('warnings before and behind a CSV are no cards', () => {
		const text = 'name, memory.total [MiB], memory.free [MiB]\nNVIDIA GeForce RTX 3080, 10240 MiB, 9800 MiB\n';
		const warning = 'WARNING: infoROM is corrupted at gpu 0000:01:00.0\n';
		const expected = [['NVIDIA GeForce RTX 3080', 10240, 9800]];
		assert.deepEqual(csv('name,memory.total,memory.free', text + warning), expected);
		assert.deepEqual(csv('name,memory.total,memory.free', text.split('\n').slice(1).join('\n') + warning, 'csv,noheader'), expected);
	});

	it('columns come in any order, with others between them, with and without header and units', () => {
		const values: Readonly<Record<string, string>> = {
			index: '0',
			name: 'NVIDIA RTX A4000',
			'memory.total': '16376 MiB',
			'memory.free': '15800 MiB',
			'memory.used': '321 MiB',
			'temperature.gpu': '41',
			uuid: 'GPU-5ba1',
			'utilization.gpu': '3 %',
		};
		for (const order of orders(Object.keys(values), 40)) {
			const row = order.map(each => values[each]).join(', ');
			const header = order.map(each => (each.startsWith('memory') ? `${each} [MiB]` : each)).join(', ');
			const expected = [['NVIDIA RTX A4000', 16376, 15800]];
			assert.deepEqual(csv(order.join(','), `${header}\n${row}\n`), expected);
			assert.deepEqual(csv(order.join(','), `${row.replace(/ MiB| %/g, '')}\n`, 'csv,noheader,nounits'), expected);
			assert.deepEqual(parseTool('nvidia-smi', '', `${header}\n${row}\n`).gpus.map(brief), expected, 'the header alone is enough');
		}
	});

	it('a column that was not asked for is not known', () => {
		assert.deepEqual(csv('name,memory.total', 'NVIDIA L4, 23034', 'csv,noheader,nounits'), [['NVIDIA L4', 23034, null, 'freeUnknown']]);
		assert.deepEqual(csv('memory.free,name', '22000 MiB, NVIDIA L4', 'csv,noheader'), [['NVIDIA L4', null, 22000, 'memoryUnknown']]);
		assert.deepEqual(csv('memory.total,memory.free', '23034, 22000', 'csv,noheader,nounits'), [['NVIDIA GPU', 23034, 22000]]);
	});

	it('what stands for a missing figure is no figure', () => {
		for (const missing of [
			'[N/A]',
			'N/A',
			'[Not Supported]',
			'ERR!',
			'[Unknown Error]',
			'[GPU requires reset]',
			'',
			'-',
			'0x1000',
			'1e4',
			'-5',
			'NaN',
			'12 bananas',
			'0',
		]) {
			const [[, total] = []] = csv('name,memory.total,memory.free', `NVIDIA T4, ${missing}, ${missing}`, 'csv,noheader,nounits');
			assert.equal(total, null, missing);
		}
		const [refused] = csv(
			'name,memory.total,memory.free',
			'NVIDIA A100, [Insufficient Permissions], [Insufficient Permissions]',
			'csv,noheader',
		);
		assert.deepEqual(refused, ['NVIDIA A100', null, null, 'noPermission']);
	});

	it('numbers written as in other languages are not guessed', () => {
		for (const total of ['8,192 MiB', '8.192 MiB', '8 192 MiB', '8\u00a0192 MiB', '8’192 MiB', '٨١٩٢ MiB']) {
			for (const [, bytes, free] of csv('name,memory.total,memory.free', `NVIDIA T4, ${total}, ${total}`, 'csv,noheader'))
				assert.deepEqual([bytes, free], [null, null], total);
		}
		const dxdiag = parseTool('dxdiag', 'dxdiag /t', '           Card name: AMD Radeon RX 6600\n    Dedicated Memory: 8.176 MB\n').gpus;
		assert.deepEqual(dxdiag, []);
	});

	it('more free than there is cannot be', () => {
		assert.deepEqual(csv('name,memory.total,memory.free', 'NVIDIA T4, 15360, 153600', 'csv,noheader,nounits'), [
			['NVIDIA T4', 15360, null, 'freeUnknown'],
		]);
	});

	it('several cards of different kinds each keep their own figures, also when one of them is lost', () => {
		const rows = 'NVIDIA GeForce RTX 4090, 24564, 23000\nNVIDIA GeForce GT 1030, 2048, 1900\nERR!, [Unknown Error], [Unknown Error]\n';
		assert.deepEqual(csv('name,memory.total,memory.free', rows, 'csv,noheader,nounits'), [
			['NVIDIA GeForce RTX 4090', 24564, 23000],
			['NVIDIA GeForce GT 1030', 2048, 1900],
			['NVIDIA GPU', null, null, 'memoryUnknown'],
		]);
	});

	it('a list of processes is no list of cards', () => {
		const text = 'pid, gpu_name, used_gpu_memory [MiB]\n4711, NVIDIA GeForce RTX 3080, 4096 MiB\n';
		assert.deepEqual(parseTool('nvidia-smi', 'nvidia-smi --query-compute-apps=pid,gpu_name,used_gpu_memory --format=csv', text).gpus, []);
	});

	it('random damage to any sample never throws, and never makes a card larger than the digits that are left', () => {
		const random = seededRandom(7);
		for (const { file, tool, command, text } of samples) {
			for (let round = 0; round < 12; round++) {
				const damaged = damage(text.slice(0, 20_000), random);
				for (const { totalBytes, freeBytes } of parseTool(tool, command, damaged).gpus)
					for (const bytes of [totalBytes, freeBytes]) assert.ok(bytes === null || (Number.isSafeInteger(bytes) && bytes >= 0), file);
			}
		}
	});

	it('every tool can be asked for, and knows another tool’s text from its own', () => {
		for (const tool of tools)
			for (const { text, tool: own } of samples) if (own !== tool) assert.doesNotThrow(() => parseTool(tool, '', text));
	});
});

function orders(values: readonly string[], count: number): string[][] {
	const random = seededRandom(3);
	return Array.from({ length: count }, () =>
		values
			.map(each => [random(), each] as const)
			.sort(([a], [b]) => a - b)
			.map(([, each]) => each),
	);
}

/** Cuts, doubles, swaps and overwrites at random places. */
function damage(text: string, random: () => number): string {
	const at = Math.floor(random() * text.length);
	const to = at + Math.floor(random() * 40);
	const kinds = [
		() => text.slice(0, at),
		() => text.slice(0, at) + text.slice(to),
		() => text.slice(0, to) + text.slice(at),
		() => `${text.slice(0, at)}\ufffd,|[{"N/A"}]: ERR!${text.slice(to)}`,
		() => text.split('\n').reverse().join('\n'),
		() => text.replace(/\d/g, '9'),
	];
	return kinds[Math.floor(random() * kinds.length)]?.() ?? text;
}
