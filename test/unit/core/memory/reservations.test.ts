/**
 * The estimate against what llama.cpp reserves, to the byte, for every shape of the catalogue: test/fixtures/memory/llamaCppReservations.csv, made
 * with llama.cpp 80fb11ac (2026-09-12; the libraries of node-llama-cpp 3.21.1 for Linux). It loads header-only files (support/headerOnlyGguf) with
 * `no_alloc` and tells by `llama_get_memory_breakdown` what it would allocate. `cpu`: as shipped. `cuda`: beside a backend that computes nothing and
 * answers as ggml-cuda.cu of that commit does (supports_op, get_alloc_size, offload_op, graph_optimize, compute capability 8.6).
 */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { estimateMemory, type MemoryEstimate } from '../../../../src/core/memory/estimate';
import { factsOf } from '../../../../src/core/memory/modelFacts';
import type { KvType, LoadSetup } from '../../../../src/core/memory/options';
import { catalogueModel } from '../../../../src/core/models/catalogue';
import { quantize, quantizationOfName } from '../../../../src/core/models/quantization';

const mebibyte = 1024 * 1024;
/** CUDA rounds the last row of each quantized tensor up to 512 elements. */
const rowPadding = 64 * 1024;

interface Reservation {
	readonly name: string;
	readonly build: 'cuda' | 'cpu';
	readonly place: 'whole' | 'split' | 'ram' | 'expertsInRam';
	readonly setup: LoadSetup;
	readonly estimate: MemoryEstimate;
	readonly gpu: Parts;
	readonly host: Parts;
}

interface Parts {
	readonly weights: number;
	readonly kv: number;
	readonly compute: number;
}

const reservations = fs.readFileSync('test/fixtures/memory/llamaCppReservations.csv', 'utf8').trim().split('\n').slice(1).map(reservation);

describe('memory estimate against the reservations of llama.cpp', () => {
	it('covers all shapes, splits, caches and batches', () => {
		assert.ok(reservations.length > 1500);
		assert.equal(new Set(reservations.map(({ name }) => name.split(' ')[0])).size, 14);
	});

	it('weights and cache are met to the byte, on CUDA but for the rounding of rows', () => {
		for (const { name, build, estimate, gpu, host } of reservations) {
			const wanted = [gpu.weights, gpu.kv, host.weights, host.kv];
			const { weightsGpuBytes, kvGpuBytes, weightsCpuBytes, kvCpuBytes } = estimate;
			const off = [weightsGpuBytes, kvGpuBytes, weightsCpuBytes, kvCpuBytes].map((bytes, index) => Math.abs(bytes - (wanted[index] ?? 0)));
			assert.ok(Math.max(...off) <= (build === 'cuda' ? rowPadding : 0), `${name}: ${off.join(' ')} bytes off`);
		}
	});

	const bounds = [
		{ place: 'whole', build: 'cuda', mean: 6, latentMean: 12 },
		{ place: 'split', build: 'cuda', mean: 40, latentMean: 130 },
		{ place: 'ram', build: 'cuda', mean: 40, latentMean: 150 },
		{ place: 'expertsInRam', build: 'cuda', mean: 0, latentMean: 75 },
		{ place: 'ram', build: 'cpu', mean: 5, latentMean: 30 },
	] as const;
	for (const { place, build, mean, latentMean } of bounds) {
		it(`${build}, ${place}: compute buffers within ${mean} MiB in the mean, of latent models within ${latentMean}`, () => {
			const chosen = reservations.filter(each => each.place === place && each.build === build);
			const [plain, latent] = [false, true].map(isLatent => chosen.filter(({ name }) => /v2|v3/.test(name) === isLatent));
			assert.ok(meanOff(plain ?? []) <= mean * mebibyte, `${meanOff(plain ?? []) / mebibyte} MiB`);
			assert.ok(meanOff(latent ?? []) <= latentMean * mebibyte, `${meanOff(latent ?? []) / mebibyte} MiB`);
		});
	}

	it('over everything the mean error is below 60 MiB, and the uncertainty covers all but one in a hundred', () => {
		assert.ok(meanOff(reservations) <= 60 * mebibyte, `${meanOff(reservations) / mebibyte} MiB`);
		const outside = reservations.filter(each => off(each) > each.estimate.uncertaintyBytes);
		assert.ok(outside.length <= reservations.length / 100, outside.map(({ name }) => name).join('\n'));
	});

	it('GPU and RAM together are never more than 2 % short', () => {
		for (const { name, estimate, gpu, host } of reservations) {
			const both = (estimate.totalGpuBytes + estimate.totalHostBytes) / (sum(gpu) + sum(host));
			assert.ok(both >= 0.98, `${name}: ${((both - 1) * 100).toFixed(1)} %`);
		}
	});

	it('nor is the GPU alone where layers lie on it; where it only helps with prompts, what its buffer may be short by is stated', () => {
		for (const { name, place, estimate, gpu } of reservations.filter(({ build }) => build === 'cuda')) {
			const stated = place === 'ram' ? estimate.uncertaintyBytes : 0;
			const share = (estimate.totalGpuBytes + stated) / sum(gpu);
			assert.ok(share >= 0.98, `${name}: ${((share - 1) * 100).toFixed(1)} %`);
		}
	});
});

function reservation(line: string): Reservation {
	const [model = '', quantization = '', latent, build, layers, experts, context, batch, flash, cache, sequences, ...bytes] =
		line.split(',');
	const shape = catalogueModel(model)?.shape;
	const mix = quantizationOfName(quantization);
	assert.ok(shape && mix, line);
	const absorbed = shape.latent && latent === 'mla' ? { ...shape, latent: { ...shape.latent, absorbed: true } } : shape;
	// llama.cpp counts the layers whose experts stay in RAM from the first layer on, be it a dense one.
	const expertLayersOnCpu = Math.max(0, Number(experts) - (shape.experts?.denseLayers ?? 0));
	const setup: LoadSetup = {
		contextTokens: Number(context),
		kvType: cache as KvType,
		ubatch: Number(batch),
		flashAttention: flash === 'on',
		gpuLayers: layers === 'all' ? 'all' : Number(layers),
		gpuAssists: build === 'cuda',
		expertLayersOnCpu,
		sequences: Number(sequences),
	};
	const [weightsGpu = 0, kvGpu = 0, computeGpu = 0, weightsHost = 0, kvHost = 0, computeHost = 0] = bytes.map(Number);
	return {
		name: line.replace(/,/g, ' '),
		build: build === 'cuda' ? 'cuda' : 'cpu',
		place: expertLayersOnCpu > 0 ? 'expertsInRam' : layers === 'all' ? 'whole' : layers === '0' ? 'ram' : 'split',
		setup,
		estimate: estimateMemory(factsOf(absorbed, quantize(absorbed, mix), true), setup),
		gpu: { weights: weightsGpu, kv: kvGpu, compute: computeGpu },
		host: { weights: weightsHost, kv: kvHost, compute: computeHost },
	};
}

function off({ build, estimate, gpu, host }: Reservation): number {
	return Math.abs(build === 'cpu' ? estimate.computeHostBytes - host.compute : estimate.computeGpuBytes - gpu.compute);
}

function meanOff(all: readonly Reservation[]): number {
	return all.reduce((total, each) => total + off(each), 0) / Math.max(1, all.length);
}

function sum({ weights, kv, compute }: Parts): number {
	return weights + kv + compute;
}
