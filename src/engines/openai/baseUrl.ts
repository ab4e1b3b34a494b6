/** The address of an OpenAI-compatible server as people write it, made into the base URL that its paths are put behind. */

/** "server:8000", "http://server:8000/", "https://gateway/team/v1/chat/completions" → "http://server:8000/v1", …; `undefined` where it is none. */
export function baseUrl(setting: string): string | undefined {
	const text = setting.trim().replace(/^(["'])(.*)\1$/, '$2');
	if (text === '') return undefined;
	const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
	if (!URL.canParse(whole)) return undefined;
	const url = new URL(whole);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
	// People paste the address of an endpoint; ours begin below it.
	const path = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|completions|models)$/, '');
	url.pathname = path === '' ? '/v1' : path;
	url.search = '';
	url.hash = '';
	return url.href;
}

/** Where a server keeps what is not OpenAI's, such as `/tokenize`: beside `/v1`. */
export function rootOf(base: string): string {
	return base.replace(/\/v1$/, '');
}
