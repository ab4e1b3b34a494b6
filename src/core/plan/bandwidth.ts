/**
 * Memory bandwidth of GPUs by name, in GB/s, from the makers' data sheets: it bounds how many tokens a second can be generated,
 * since every token reads all active weights once.
 */
import type { Gpu, GpuVendor } from './hardware';

/** The first pattern that matches counts, so laptop and Ti versions stand before the plain ones. */
const bandwidths: readonly (readonly [RegExp, number])[] = [
	// NVIDIA, data centre
	[/H200/, 4800],
	[/H100.*(NVL)/, 3900],
	[/H100.*(PCIe)/, 2000],
	[/H100|H800/, 3350],
	[/A100.*80/, 2000],
	[/A100/, 1555],
	[/L40S?\b/, 864],
	[/\bL4\b/, 300],
	[/A40\b/, 696],
	[/A10G?\b/, 600],
	[/V100/, 900],
	[/\bT4\b/, 320],
	[/P100/, 732],
	[/P40\b/, 347],
	[/GB10|Spark/, 273],
	[/Thor/, 273],
	[/Orin/, 204],
	// NVIDIA, workstation
	[/RTX PRO 6000/, 1792],
	[/RTX 6000 Ada/, 960],
	[/RTX 5000 Ada/, 576],
	[/RTX 4500 Ada/, 432],
	[/RTX 4000 SFF/, 280],
	[/RTX 4000 Ada/, 360],
	[/RTX 2000 Ada/, 224],
	[/A6000/, 768],
	[/A5000/, 768],
	[/A4500/, 640],
	[/A4000/, 448],
	[/A2000/, 288],
	// NVIDIA, GeForce
	[/5090 Laptop/, 896],
	[/5080 Laptop/, 896],
	[/5070 Ti Laptop/, 672],
	[/50[67]0 Laptop/, 384],
	[/5050 Laptop/, 384],
	[/5090/, 1792],
	[/5080/, 960],
	[/5070 Ti/, 896],
	[/5070/, 672],
	[/5060/, 448],
	[/5050/, 320],
	[/4090 Laptop/, 576],
	[/4080 Laptop/, 432],
	[/40[5-7]0 Laptop/, 256],
	[/4090/, 1008],
	[/4080 SUPER/i, 736],
	[/4080/, 717],
	[/4070 Ti SUPER/i, 672],
	[/4070/, 504],
	[/4060 Ti/, 288],
	[/4060/, 272],
	[/3080 Ti Laptop/, 512],
	[/30[78]0.* Laptop/, 448],
	[/3060 Laptop/, 336],
	[/3050.* Laptop/, 192],
	[/3090 Ti/, 1008],
	[/3090/, 936],
	[/3080 Ti/, 912],
	[/3080/, 760],
	[/3070 Ti/, 608],
	[/30[67]0 Ti/, 448],
	[/3070/, 448],
	[/3060/, 360],
	[/3050/, 224],
	[/2080 Ti/, 616],
	[/2080 SUPER/i, 496],
	[/20[78]0/, 448],
	[/2060/, 336],
	[/1080 Ti/, 484],
	[/1080/, 320],
	[/1070/, 256],
	[/1660.*(Ti|SUPER)/i, 288],
	[/16[56]0/, 192],
	[/1060/, 192],
	[/1050/, 112],
	// AMD
	[/MI3\d\dX/i, 5300],
	[/MI2[15]0/i, 1600],
	[/MI100/i, 1229],
	[/MI[56]0/i, 1024],
	[/R9700|9070 XT/i, 640],
	[/9070/, 640],
	[/9060/, 320],
	[/W7900|7900 GRE/i, 864],
	[/7900 XTX/i, 960],
	[/7900 XT/i, 800],
	[/7800 XT/i, 624],
	[/7700 XT/i, 432],
	[/7600/, 288],
	[/69[05]0 XT|6800/i, 512],
	[/6700/, 384],
	[/66[05]0/, 256],
	[/5700/, 448],
	[/VII\b/i, 1024],
	[/Vega (56|64)/i, 450],
	[/RX [45]80/i, 256],
	[/8060S|gfx1151|Strix Halo/i, 256],
	[/(?:7|8)\d0M/i, 90],
	// Apple
	[/M\d Ultra/, 800],
	[/M4 Max/, 546],
	[/M5 Max/, 614],
	[/M\d Max/, 400],
	[/M[45] Pro/, 273],
	[/M3 Pro/, 150],
	[/M\d Pro/, 200],
	[/M5\b/, 153],
	[/M4\b/, 120],
	[/M[23]\b/, 100],
	[/M1\b/, 68],
	// Intel
	[/B580/, 456],
	[/B570/, 380],
	[/A770/, 512],
	[/A750/, 512],
	[/A380/, 186],
];

/** The data sheet's figure, else one that cards of this maker and size usually have; more memory never means less bandwidth here. */
export function gpuBandwidth({ name, vendor, totalBytes }: Pick<Gpu, 'name' | 'vendor' | 'totalBytes'>): number {
	const known = bandwidths.find(([pattern]) => pattern.test(name));
	return known?.[1] ?? usualBandwidth(vendor, (totalBytes ?? 0) / 1024 ** 3);
}

function usualBandwidth(vendor: GpuVendor, gibibytes: number): number {
	if (vendor === 'apple') return gibibytes > 72 ? 400 : gibibytes > 24 ? 200 : 100;
	const step = usualSteps.find(([least]) => gibibytes >= least);
	return (step?.[1] ?? 96) * (vendor === 'nvidia' || vendor === 'amd' ? 1 : 0.6);
}

/** At least this many GiB (a little less than printed on the box): GB/s of the slower cards of that size. */
const usualSteps: readonly (readonly [number, number])[] = [
	[78, 1555],
	[46, 768],
	[22, 768],
	[15, 448],
	[11, 360],
	[9, 320],
	[7, 256],
	[5, 192],
	[3, 128],
];

/**
 * Of the CPU's memory, in GB/s: one core draws about 15, and two channels of DDR4-3200 give about 40 in practice.
 * Servers have more, but their memory is rarely free for one program.
 */
export function cpuBandwidth(cores: number): number {
	return Math.min(40, 15 * cores);
}
