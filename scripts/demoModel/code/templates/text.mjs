/** Templates about text. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';
import { predicate } from './predicate.mjs';

const parameter = { slot: 'text', type: 'string' };

/** @type {import('../fillTemplate.mjs').Template[]} */
export const text = [
	{
		weight: 1.4,
		slots: { text: ['text', 'name', 'value', 'str', 'input', 'title'], noun: 'noun' },
		names: [],
		parameters: ['‹text›'],
		does: ['returns `‹text›` in another form', '`‹text›` metnini başka bir biçimde döndürür'],
		ways: [
			change(
				'capitalize',
				'‹text›.charAt(0).toUpperCase() + ‹text›.slice(1)',
				'with the first letter in upper case',
				'ilk harfi büyük olarak',
			),
			change('reverse', "‹text›.split('').reverse().join('')", 'reversed', 'ters çevrilmiş olarak'),
			change(
				'slugify',
				"‹text›.trim().toLowerCase().replace(/\\s+/g, '-')",
				'in lower case with dashes for spaces',
				'küçük harfli ve boşlukları tireli olarak',
			),
			change('truncate', '‹text›.slice(0, 20)', 'cut to 20 characters', '20 karaktere kısaltılmış olarak'),
			change('toUpper', '‹text›.toUpperCase()', 'in upper case', 'büyük harfle'),
			change('normalize', '‹text›.trim().toLowerCase()', 'trimmed and in lower case', 'kırpılmış ve küçük harfle'),
			change('format‹Noun›', '`‹Noun›: ${‹text›}`', 'behind a label', 'bir etiketin arkasında'),
			predicate(parameter, 'isEmpty', '‹text›.length === 0', 'is empty', 'boş mu'),
			predicate(parameter, 'isString', "typeof ‹text› === 'string'", 'is a string', 'metin mi'),
			predicate(parameter, 'isValid‹Noun›', '‹text›.trim().length > 0', 'holds more than blanks', 'boşluktan fazlasını içeriyor mu'),
		],
	},
];

function change(name, expression, english, turkish) {
	return {
		name,
		does: both(`returns \`‹text›\` ${english}`, `\`‹text›\` metnini ${turkish} döndürür`),
		steps: [both(`Evaluates \`${expression}\`.`, `\`${expression}\` ifadesini çalıştırır.`)],
		code: ['export function ‹name›(‹text›«: string»)«: string» {', `  return ${expression};`, '}'],
	};
}
