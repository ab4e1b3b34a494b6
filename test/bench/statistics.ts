/** Numbers of a series, and how benches show them. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** The value below which this share of the series lies, by the nearest rank; `null` for an empty series. */
export function percentile(values: readonly number[], share: number): number | null {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export function rounded(value: number | null, digits: number): number | null {
	return value === null ? null : Number(value.toFixed(digits));
}

/** Rows of cells as a Markdown table, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
	const cells = [head, ...rows.map(row => row.map(cell => (cell === null ? '–' : String(cell))))];
	const widths = head.map((_, column) => Math.max(3, ...cells.map(row => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		`| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
	const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
	return [line(cells[0] ?? []), rule, ...cells.slice(1).map(line)].join('\n');
}

export function writeJson(file: string, value: unknown): void {
	writeText(file, `${JSON.stringify(value, null, 2)}\n`);
}

export function writeText(file: string, text: string): void {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, text);
}

/** Where and when figures were taken, for those who compare them. */
export function machine(): string {
	const [cpu] = os.cpus();
	const load = os.loadavg()[0] ?? 0;
	return `${cpu?.model.trim() ?? 'unknown CPU'}, ${os.cpus().length} cores, Node ${process.versions.node}, load ${load.toFixed(1)}, ${new Date().toISOString().slice(0, 10)}`;
}
