/** Figures as they stand in sentences: the same in every language. */

/** Memory, in powers of two: "7.2 GiB". */
export function gibibytes(bytes: number): string {
	return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

/** Downloads, in powers of ten as file lists show them: "4.1 GB". */
export function gigabytes(bytes: number): string {
	return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** "45", or "7.5" where one more or less counts. */
export function perSecond(tokens: number): string {
	return tokens < 10 ? tokens.toFixed(1) : String(Math.round(tokens));
}

/** "1.5" */
export function seconds(milliseconds: number): string {
	return (milliseconds / 1000).toFixed(1);
}
