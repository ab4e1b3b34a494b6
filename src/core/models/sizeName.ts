/** "6.7B", "33B", "350M": a count of parameters as it stands in the names of models. */
export function sizeName(parameters: number): string {
	const billions = parameters / 1e9;
	if (billions >= 10) return `${Math.round(billions)}B`;
	return billions >= 1 ? `${billions.toFixed(1)}B` : `${Math.round(parameters / 1e6)}M`;
}
