/** An address in the parts that a request needs. */
export interface HostParts {
	/** The base URL without user and password. */
	readonly url: string;
	/** For people: "127.0.0.1:11434", with the scheme only where it is not plain http. */
	readonly name: string;
	/** `fetch` refuses URLs with user and password: they travel in this header. */
	readonly authorization?: string;
}

export function hostParts(host: string): HostParts {
	const [, scheme = 'http://', credentials, rest = ''] = /^(https?:\/\/)(?:([^/@]*)@)?(.*)$/.exec(host) ?? [];
	const named = { url: scheme + rest, name: scheme === 'http://' ? rest : scheme + rest };
	return credentials ? { ...named, authorization: `Basic ${Buffer.from(decodeURIComponent(credentials)).toString('base64')}` } : named;
}
