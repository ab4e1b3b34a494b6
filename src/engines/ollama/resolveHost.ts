/** Where Ollama is: the setting, else `OLLAMA_HOST` in every form that Ollama itself reads, else its default address. */
const defaultPort = '11434';
const defaultHost = `http://127.0.0.1:${defaultPort}`;

/** The base URL without a slash at its end, for example "http://127.0.0.1:11434". What can't be read is passed over: see {@link parseHost}. */
export function resolveHost(setting: string, environment: string | undefined): string {
	return parseHost(setting) ?? parseHost(environment ?? '') ?? defaultHost;
}

/**
 * Reads "host", "host:port", ":port", "scheme://host", IPv6 with and without brackets, each with a path, as `envconfig.Host` in Ollama's source does.
 * Addresses that a server listens on but nobody can connect to everywhere (0.0.0.0, ::) become loopback.
 * `undefined` where the text is empty or no http address.
 */
export function parseHost(text: string): string | undefined {
	const plain = text.trim().replace(/^(["'])(.*)\1$/, '$2');
	if (plain === '') return undefined;
	const parts = /^(?:([a-z][a-z\d+.-]*):\/\/)?(?:([^/?#]*)@)?([^/?#]*)([^?#]*)/i.exec(plain);
	const [, scheme, credentials, address = '', path = ''] = parts ?? [];
	const protocol = scheme?.toLowerCase() ?? 'http';
	if (protocol !== 'http' && protocol !== 'https') return undefined;

	const { name, port } = splitAddress(address);
	const schemePort = protocol === 'https' ? '443' : '80';
	const host = `${reachable(name)}:${validPort(port) ?? (scheme ? schemePort : defaultPort)}`;
	// People paste the address of an endpoint; ours begin at the server.
	const base = path.replace(/\/+$/, '').replace(/\/(api|v1)$/, '');
	const url = `${protocol}://${credentials ? `${credentials}@` : ''}${host}${base}`;
	return URL.canParse(url) ? url : undefined;
}

/** Whether a host, as `URL.hostname` gives it, is this machine. */
export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function splitAddress(address: string): { name: string; port?: string } {
	const bracketed = /^\[(.*)\](?::(.*))?$/.exec(address);
	if (bracketed) return { name: bracketed[1] ?? '', port: bracketed[2] };
	const colons = address.split(':');
	if (colons.length > 2) return { name: address };
	return { name: colons[0] ?? '', port: colons[1] };
}

function reachable(name: string): string {
	if (name === '' || name === '0.0.0.0') return '127.0.0.1';
	if (/^[0:]+$/.test(name) && name.includes(':')) return '[::1]';
	return name.includes(':') ? `[${name}]` : name;
}

function validPort(port: string | undefined): string | undefined {
	return port && /^\d{1,5}$/.test(port) && Number(port) <= 65535 ? port : undefined;
}
