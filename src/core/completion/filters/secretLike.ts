/** Drops answers with something that looks like a key or a password hash of a known kind, unless the file shows it already. */
import { dropped, type Filter } from './filter';

const secrets =
	/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{50,}|\bsk-[A-Za-z0-9_-]{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAIza[\w-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|\bglpat-[\w-]{20}|\bnpm_[A-Za-z0-9]{36}/g;

export const secretLike: Filter = (candidate, situation) => {
	const found = candidate.text.match(secrets) ?? [];
	const isNew = found.some(secret => !situation.before.includes(secret) && !situation.after.includes(secret));
	return isNew ? dropped('secretLike') : candidate;
};
