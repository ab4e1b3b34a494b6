/** The explanation of a piece of code from the facts about it: a sentence with the real name and parameters, then a short list. */

/** @typedef {Pick<import('../code/fillTemplate.mjs').Piece, 'kind' | 'language' | 'name' | 'isAsync' | 'parameters' | 'does' | 'steps'>} Facts */

const languages = {
	typescript: 'TypeScript',
	javascript: 'JavaScript',
	typescriptreact: 'TSX',
	javascriptreact: 'JSX',
	python: 'Python',
	go: 'Go',
};
const turkishKinds = { function: 'işlevi', class: 'sınıfı', interface: 'arayüzü', component: 'bileşeni', test: 'testi' };

/** @param {readonly Facts[]} pieces at least one */
export function explanation(pieces, isTurkish) {
	const [only] = pieces;
	if (only && pieces.length === 1) return ofOne(only, isTurkish);
	const head = isTurkish ? `Bu kod ${pieces.length} parçadan oluşur:` : `This code has ${pieces.length} parts:`;
	const parts = pieces.map(({ name, does }, index) => `${index + 1}. \`${name}\` ${does[isTurkish ? 1 : 0]}.`);
	return `${head}\n\n${parts.join('\n')}`;
}

function ofOne(piece, isTurkish) {
	const head = isTurkish ? turkishHead(piece) : englishHead(piece);
	const steps = piece.steps.map(step => `- ${step[isTurkish ? 1 : 0]}`);
	return steps.length === 0 ? head : `${head}\n\n${steps.join('\n')}`;
}

function englishHead({ kind, language, name, isAsync, parameters, does }) {
	const what = `\`${name}\` is ${kind === 'interface' ? 'an' : 'a'} ${isAsync ? 'async ' : ''}${languages[language]} ${kind}.`;
	return takes(kind, parameters) ? `${what} It takes ${listed(parameters, 'and')} and ${does[0]}.` : `${what} It ${does[0]}.`;
}

function turkishHead({ kind, language, name, parameters, does }) {
	const what = `\`${name}\`, bir ${languages[language]} ${turkishKinds[kind]}.`;
	if (!takes(kind, parameters)) return `${what} Bu kod ${does[1]}.`;
	return `${what} ${listed(parameters, 've')} ${parameters.length > 1 ? 'parametrelerini' : 'parametresini'} alır ve ${does[1]}.`;
}

function takes(kind, parameters) {
	return (kind === 'function' || kind === 'component') && parameters.length > 0;
}

/** `a`, `b` and `c`. */
export function listed(/** @type {readonly string[]} */ names, /** @type {string} */ and) {
	const marked = names.map(name => `\`${name}\``);
	return marked.length < 2 ? marked.join('') : `${marked.slice(0, -1).join(', ')} ${and} ${marked.at(-1)}`;
}
