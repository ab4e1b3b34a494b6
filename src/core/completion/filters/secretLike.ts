/** Drops answers with something that looks like a key or a password of a known kind, unless the file shows it already. */
import { dropped, type Filter } from './filter';

const keys = [
	/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, // Amazon
	/\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{50,}/,
	/\bglpat-[\w-]{20}/,
	/\bsk-[A-Za-z0-9_-]{20,}/, // OpenAI, Anthropic, DeepSeek
	/\bhf_[A-Za-z0-9]{30,}/,
	/\b[rs]k_live_[A-Za-z0-9]{16,}/, // Stripe
	/\bxox[abprs]-[A-Za-z0-9-]{10,}|\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16,}/,
	/\bAIza[\w-]{35}/, // Google
	/\bSG\.[\w-]{22}\.[\w-]{43}/, // SendGrid
	/\bnpm_[A-Za-z0-9]{36}|\bpypi-[\w-]{50,}/,
	/-----BEGIN [A-Z ]*PRIVATE KEY-----/,
	/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, // a signed token
	// A password in an address, but for the words that stand for one, and variables.
	/:\/\/[\w.-]+:(?!(?:pass\w*|secret|postgres|root|admin|user\w*|example|test|changeme|token)@)[^\s:/@${}<>%*"'`]{6,}@(?!localhost\b)/i,
];
const secrets = new RegExp(keys.map(key => key.source).join('|'), 'g');

export const secretLike: Filter = (candidate, situation) => {
	const found = candidate.text.match(secrets) ?? [];
	const isNew = found.some(secret => !situation.before.includes(secret) && !situation.after.includes(secret));
	return isNew ? dropped('secretLike') : candidate;
};
