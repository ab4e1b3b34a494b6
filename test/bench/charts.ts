/** Plots as SVG, small and readable on light and dark pages. */

export interface Series {
	readonly name: string;
	readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LogLog {
	readonly title: string;
	readonly x: string;
	readonly y: string;
	readonly series: readonly Series[];
}

const width = 640;
const height = 360;
const margin = { left: 64, right: 90, top: 40, bottom: 48 };
const colours = ['#3b82c4', '#d9822b', '#4a9a5b', '#a05fb5'];

/** Both axes by powers of ten: what does not grow is a flat line. */
export function logLogChart({ title, x, y, series }: LogLog): string {
	const points = series.flatMap(each => each.points);
	const toX = scale(
		points.map(point => point[0]),
		[margin.left, width - margin.right],
	);
	const toY = scale(
		points.map(point => point[1]),
		[height - margin.bottom, margin.top],
	);
	const ticksX = toX.powers.map(each => tick(each, toX.at(each), 'x'));
	const ticksY = toY.powers.map(each => tick(each, toY.at(each), 'y'));
	const lines = series.map((each, index) => {
		const colour = colours[index % colours.length] ?? '#888';
		const path = each.points.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${round(toX.at(px))} ${round(toY.at(py))}`).join(' ');
		const dots = each.points.map(([px, py]) => `<circle cx="${round(toX.at(px))}" cy="${round(toY.at(py))}" r="3" fill="${colour}"/>`);
		const [endX, endY] = each.points.at(-1) ?? [1, 1];
		const label = text(toX.at(endX) + 8, toY.at(endY) + 4, each.name, `fill="${colour}"`);
		return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${label}`;
	});
	return svg([
		text(margin.left, 22, title, 'font-weight="600"'),
		...ticksX,
		...ticksY,
		...lines,
		text((margin.left + width - margin.right) / 2, height - 10, x, 'text-anchor="middle"'),
		text(
			14,
			(margin.top + height - margin.bottom) / 2,
			y,
			`text-anchor="middle" transform="rotate(-90 14 ${(margin.top + height - margin.bottom) / 2})"`,
		),
	]);
}

export interface Bars {
	readonly title: string;
	readonly unit: string;
	readonly bars: readonly { readonly name: string; readonly value: number }[];
}

/** One bar a line, each with its figure. */
export function barChart({ title, unit, bars }: Bars): string {
	const most = Math.max(...bars.map(each => each.value), 1e-9);
	const left = 300;
	const room = width - left - 110;
	const rows = bars.map(({ name, value }, index) => {
		const top = 44 + index * 30;
		const length = Math.max(1, (value / most) * room);
		return [
			text(left - 10, top + 15, name, 'text-anchor="end"'),
			`<rect x="${left}" y="${top}" width="${round(length)}" height="20" rx="2" fill="${colours[index % 2]}"/>`,
			text(left + length + 8, top + 15, `${round(value)} ${unit}`),
		].join('');
	});
	return svg([text(16, 24, title, 'font-weight="600"'), ...rows], 60 + bars.length * 30);
}

export interface GroupedBars {
	readonly title: string;
	readonly unit: string;
	readonly series: readonly string[];
	/** One value for each of the series. */
	readonly groups: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** A few bars for each name, one for each of the series, which are named below. */
export function groupedBarChart({ title, unit, series, groups }: GroupedBars): string {
	const most = Math.max(...groups.flatMap(each => each.values), 1e-9);
	const left = 130;
	const room = width - left - 90;
	const tall = 12 * series.length + 10;
	const rows = groups.map(({ name, values }, index) => {
		const top = 40 + index * tall;
		const bars = values.map((value, at) => {
			const length = Math.max(1, (value / most) * room);
			return (
				`<rect x="${left}" y="${top + at * 12}" width="${round(length)}" height="11" rx="2" fill="${colours[at % colours.length]}"/>` +
				text(left + length + 6, top + at * 12 + 10, `${round(value)} ${unit}`)
			);
		});
		return text(left - 10, top + 6 * series.length + 4, name, 'text-anchor="end"') + bars.join('');
	});
	const bottom = 52 + groups.length * tall;
	const legend = series.map((name, at) => text(left + at * 160, bottom, name, `fill="${colours[at % colours.length]}"`));
	return svg([text(16, 24, title, 'font-weight="600"'), ...rows, ...legend], bottom + 14);
}

function scale(values: readonly number[], [from, to]: readonly [number, number]) {
	const positive = values.filter(each => each > 0);
	const first = Math.floor(Math.log10(Math.min(...positive)));
	const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...positive))));
	return {
		at: (value: number) => from + ((Math.log10(Math.max(value, 10 ** first)) - first) / (last - first)) * (to - from),
		powers: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)),
	};
}

function tick(value: number, at: number, axis: 'x' | 'y'): string {
	const label = value >= 1 ? value.toLocaleString('en') : String(Number(value.toPrecision(1)));
	const [right, bottom] = [width - margin.right, height - margin.bottom];
	const line =
		axis === 'x'
			? `<path d="M${round(at)} ${margin.top}V${bottom}" stroke="#8884"/>`
			: `<path d="M${margin.left} ${round(at)}H${right}" stroke="#8884"/>`;
	return (
		line + (axis === 'x' ? text(at, bottom + 18, label, 'text-anchor="middle"') : text(margin.left - 8, at + 4, label, 'text-anchor="end"'))
	);
}

function text(x: number, y: number, content: string, attributes = ''): string {
	const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;');
	return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped}</text>`;
}

function svg(parts: readonly string[], tall = height): string {
	const style = 'text{font:13px system-ui,sans-serif;fill:#777}';
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${tall}" width="${width}" height="${tall}"><style>${style}</style>\n${parts.join('\n')}\n</svg>\n`;
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
