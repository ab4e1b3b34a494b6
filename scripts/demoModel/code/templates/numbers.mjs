/** Templates about numbers. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';
import { predicate } from './predicate.mjs';

const parameter = { slot: 'value', type: 'number' };

const operands = { a: ['a', 'x', 'left'], b: ['b', 'y', 'right'], noun: 'noun' };
/** A sign between two numbers, and the one that a mistake would put there. */
function arithmetic(sign, wrongSign, ofSixAndThree, names, english, turkish) {
	const expression = `‹a› ${sign} ‹b›`;
	const way = {
		steps: [both(`Computes \`${expression}\`.`, `\`${expression}\` ifadesini hesaplar.`), both('Returns the result.', 'Sonucu döndürür.')],
		example: /** @type {const} */ (['‹name›(6, 3)', ofSixAndThree]),
		mistake: /** @type {const} */ ([expression, `‹a› ${wrongSign} ‹b›`]),
	};
	const signature = 'export function ‹name›(‹a›«: number», ‹b›«: number»)«: number» {';
	return {
		weight: 0.6,
		slots: operands,
		names: [...names, `${names[0]}‹Noun›`, 'calculate‹Noun›', 'get‹Noun›'],
		parameters: ['‹a›', '‹b›'],
		does: both(english, turkish),
		ways: [
			{ ...way, code: [signature, `  return ${expression};`, '}'] },
			{ ...way, code: [signature, `  const result = ${expression};`, '  return result;', '}'] },
		],
	};
}

/** @type {import('../fillTemplate.mjs').Template[]} */
export const numbers = [
	arithmetic('+', '-', '9', ['add', 'sum'], 'adds `‹a›` and `‹b›` and returns the sum', '`‹a›` ile `‹b›` değerlerinin toplamını döndürür'),
	arithmetic(
		'-',
		'+',
		'3',
		['subtract', 'difference'],
		'subtracts `‹a›` and `‹b›` and returns the difference',
		'`‹a›` ile `‹b›` değerlerinin farkını döndürür',
	),
	arithmetic(
		'*',
		'+',
		'18',
		['multiply', 'product'],
		'multiplies `‹a›` and `‹b›` and returns the product',
		'`‹a›` ile `‹b›` değerlerinin çarpımını döndürür',
	),
	arithmetic(
		'/',
		'*',
		'2',
		['divide', 'quotient'],
		'divides `‹a›` and `‹b›` and returns the quotient',
		'`‹a›` ile `‹b›` değerlerinin bölümünü döndürür',
	),
	{
		weight: 1.2,
		slots: { number: ['number', 'value', 'n'], noun: 'noun', sum: ['total', 'sum', 'result'] },
		names: ['sum', 'sumAll', 'sum‹Noun›'],
		parameters: ['‹numbers›'],
		does: ['adds up `‹numbers›` and returns the total', '`‹numbers›` değerlerini toplar ve sonucu döndürür'],
		ways: [
			{
				steps: [
					['Loops over `‹numbers›` and adds each value to `‹sum›`.', '`‹numbers›` üzerinde döner ve her değeri `‹sum›` değişkenine ekler.'],
					['Returns `‹sum›`.', '`‹sum›` değerini döndürür.'],
				],
				code: [
					'export function ‹name›(‹numbers›«: number[]»)«: number» {',
					'  let ‹sum› = 0;',
					'  for (const ‹number› of ‹numbers›) {',
					'    ‹sum› += ‹number›;',
					'  }',
					'  return ‹sum›;',
					'}',
				],
				example: ['‹name›([1, 2, 3])', '6'],
			},
			{
				steps: [['Uses `reduce` to add the values up.', 'Değerleri `reduce` ile toplar.']],
				code: [
					'export function ‹name›(‹numbers›«: number[]»)«: number» {',
					'  return ‹numbers›.reduce((‹sum›, ‹number›) => ‹sum› + ‹number›, 0);',
					'}',
				],
				example: ['‹name›([1, 2, 3])', '6'],
			},
		],
	},
	{
		weight: 0.9,
		slots: { value: ['value', 'number', 'score', 'price'], noun: 'noun', sum: ['total', 'sum'] },
		names: ['average', 'mean', 'average‹Noun›'],
		parameters: ['‹values›'],
		does: ['returns the average of `‹values›`', '`‹values›` değerlerinin ortalamasını döndürür'],
		ways: [
			{
				steps: [
					['If `‹values›` is empty, it returns 0.', '`‹values›` boşsa 0 döndürür.'],
					['Adds the values up in `‹sum›`.', 'Değerleri `‹sum›` içinde toplar.'],
					['Divides by `‹values›.length`.', '`‹values›.length` değerine böler.'],
				],
				code: [
					'export function ‹name›(‹values›«: number[]»)«: number» {',
					'  if (‹values›.length === 0) {',
					'    return 0;',
					'  }',
					'  const ‹sum› = ‹values›.reduce((a, b) => a + b, 0);',
					'  return ‹sum› / ‹values›.length;',
					'}',
				],
				example: ['‹name›([1, 2, 3])', '2'],
			},
		],
	},
	{
		weight: 0.7,
		slots: { value: ['value', 'number', 'score'], best: ['best', 'largest', 'result'], noun: 'noun' },
		names: ['max', 'largest', 'largest‹Noun›'],
		parameters: ['‹values›'],
		does: ['finds the largest value in `‹values›` and returns it', '`‹values›` içindeki en büyük değeri bulup döndürür'],
		ways: [
			{
				steps: [
					['Takes the first value as `‹best›`.', 'İlk değeri `‹best›` olarak alır.'],
					[
						'Loops over `‹values›` and keeps each larger `‹value›`.',
						'`‹values›` üzerinde döner ve daha büyük olan `‹value›` değerini tutar.',
					],
				],
				code: [
					'export function ‹name›(‹values›«: number[]»)«: number» {',
					'  let ‹best› = ‹values›[0];',
					'  for (const ‹value› of ‹values›) {',
					'    if (‹value› > ‹best›) {',
					'      ‹best› = ‹value›;',
					'    }',
					'  }',
					'  return ‹best›;',
					'}',
				],
				example: ['‹name›([1, 3, 2])', '3'],
			},
		],
	},
	{
		weight: 0.8,
		slots: { value: ['value', 'n', 'amount'], low: ['min', 'low', 'lower'], high: ['max', 'high', 'upper'], noun: 'noun' },
		names: ['clamp', 'limit', 'clamp‹Noun›'],
		parameters: ['‹value›', '‹low›', '‹high›'],
		does: ['keeps `‹value›` between `‹low›` and `‹high›`', '`‹value›` değerini `‹low›` ile `‹high›` arasında tutar'],
		ways: [
			{
				steps: [
					['If `‹value› < ‹low›`, it returns `‹low›`.', '`‹value› < ‹low›` ise `‹low›` döndürür.'],
					['If `‹value› > ‹high›`, it returns `‹high›`.', '`‹value› > ‹high›` ise `‹high›` döndürür.'],
					['Otherwise returns `‹value›`.', 'Aksi halde `‹value›` döndürür.'],
				],
				code: [
					'export function ‹name›(‹value›«: number», ‹low›«: number», ‹high›«: number»)«: number» {',
					'  if (‹value› < ‹low›) {',
					'    return ‹low›;',
					'  }',
					'  if (‹value› > ‹high›) {',
					'    return ‹high›;',
					'  }',
					'  return ‹value›;',
					'}',
				],
				example: ['‹name›(12, 0, 10)', '10'],
			},
		],
	},
	{
		weight: 1,
		slots: { value: ['n', 'value', 'count', 'index', 'amount'], noun: 'noun' },
		names: [],
		parameters: ['‹value›'],
		does: ['checks `‹value›`', '`‹value›` değerini denetler'],
		ways: [
			predicate(parameter, 'isEven', '‹value› % 2 === 0', 'is even', 'çift mi'),
			predicate(parameter, 'isOdd', '‹value› % 2 !== 0', 'is odd', 'tek mi'),
			predicate(parameter, 'isPositive', '‹value› > 0', 'is positive', 'pozitif mi'),
			predicate(parameter, 'isNegative', '‹value› < 0', 'is negative', 'negatif mi'),
			predicate(parameter, 'isDefined', '‹value› !== undefined', 'is defined', 'tanımlı mı'),
		],
	},
];
