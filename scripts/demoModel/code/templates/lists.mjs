/** Templates about lists. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';

const thing = { item: 'thing', field: 'field' };
const sumSteps = [
	both('Starts `‹sum›` at 0.', '`‹sum›` değişkenini 0 ile başlatır.'),
	both('Loops over `‹items›` and adds `‹field›` of each one.', '`‹items›` üzerinde döner ve her birinin `‹field›` değerini ekler.'),
	both('Returns `‹sum›`.', '`‹sum›` değerini döndürür.'),
];

/** @type {import('../fillTemplate.mjs').Template[]} */
export const lists = [
	{
		weight: 2,
		slots: { ...thing, sum: ['total', 'sum', 'result'] },
		names: ['total‹Field›', 'sum‹Items›', 'get‹Item›Total', 'calculateTotal'],
		parameters: ['‹items›'],
		does: [
			'adds up `‹field›` of all `‹items›` and returns the total',
			'`‹items›` içindeki tüm `‹field›` değerlerini toplar ve sonucu döndürür',
		],
		ways: [
			{
				steps: sumSteps,
				code: [
					'export function ‹name›(‹items›«: ‹Item›[]»)«: number» {',
					'  let ‹sum› = 0;',
					'  for (const ‹item› of ‹items›) {',
					'    ‹sum› += ‹item›.‹field›;',
					'  }',
					'  return ‹sum›;',
					'}',
				],
				example: ['‹name›([{ ‹field›: 2 }, { ‹field›: 3 }])', '5'],
			},
			{
				steps: sumSteps,
				code: [
					'export function ‹name›(‹items›«: ‹Item›[]»)«: number» {',
					'  let ‹sum› = 0;',
					'  for (let i = 0; i < ‹items›.length; i++) {',
					'    ‹sum› += ‹items›[i].‹field›;',
					'  }',
					'  return ‹sum›;',
					'}',
				],
				example: ['‹name›([{ ‹field›: 2 }, { ‹field›: 3 }])', '5'],
			},
			{
				steps: [
					['Uses `reduce` over `‹items›`, starting from 0.', "`‹items›` üzerinde 0'dan başlayarak `reduce` kullanır."],
					['Adds `‹item›.‹field›` in each step.', 'Her adımda `‹item›.‹field›` değerini ekler.'],
				],
				code: [
					'export function ‹name›(‹items›«: ‹Item›[]»)«: number» {',
					'  return ‹items›.reduce((‹sum›, ‹item›) => ‹sum› + ‹item›.‹field›, 0);',
					'}',
				],
				example: ['‹name›([{ ‹field›: 2 }, { ‹field›: 3 }])', '5'],
			},
		],
	},
	{
		weight: 2,
		slots: { ...thing, limit: ['min', 'max', 'limit', 'value'], adjective: 'adjective' },
		names: ['filter‹Items›', 'get‹Adjective›‹Items›', 'find‹Items›By‹Field›', 'select‹Items›'],
		parameters: ['‹items›', '‹limit›'],
		does: ['filters `‹items›`', '`‹items›` öğelerini süzer'],
		ways: [
			filterBy('===', 'equals', 'değerine eşit olanları'),
			filterBy('>', 'is greater than', 'değerinden büyük olanları'),
			filterBy('<', 'is less than', 'değerinden küçük olanları'),
			filterBy('>=', 'is at least', 'değerinden küçük olmayanları'),
			{
				parameters: ['‹items›'],
				does: ['returns the `‹items›` whose `‹field›` is truthy', '`‹field›` alanı doğru olan `‹items›` öğelerini döndürür'],
				steps: [
					['Calls `filter` on `‹items›`.', '`‹items›` üzerinde `filter` çağırır.'],
					['Keeps an element if `‹item›.‹field›`.', '`‹item›.‹field›` koşulunu sağlayan öğeleri tutar.'],
				],
				code: ['export function ‹name›(‹items›«: ‹Item›[]»)«: ‹Item›[]» {', '  return ‹items›.filter((‹item›) => ‹item›.‹field›);', '}'],
			},
		],
	},
	{
		weight: 1.6,
		slots: { ...thing, other: 'field' },
		names: ['get‹Item›‹Fields›', 'map‹Items›', 'list‹Fields›'],
		parameters: ['‹items›'],
		does: [
			'maps `‹items›` to the `‹field›` of each element and returns the new array',
			'`‹items›` dizisini her öğenin `‹field›` alanına dönüştürür ve yeni diziyi döndürür',
		],
		ways: [
			{
				steps: mapSteps(),
				code: ['export function ‹name›(‹items›«: ‹Item›[]») {', '  return ‹items›.map((‹item›) => ‹item›.‹field›);', '}'],
			},
			{
				does: twoFields(),
				steps: mapSteps(),
				code: [
					'export function ‹name›(‹items›«: ‹Item›[]»)«: string[]» {',
					'  return ‹items›.map((‹item›) => `${‹item›.‹field›} (${‹item›.‹other›})`);',
					'}',
				],
			},
			{
				does: twoFields(),
				steps: mapSteps(),
				code: [
					'export function ‹name›(‹items›«: ‹Item›[]») {',
					'  return ‹items›.map((‹item›) => ({ ‹field›: ‹item›.‹field›, ‹other›: ‹item›.‹other› }));',
					'}',
				],
			},
		],
	},
	{
		weight: 1.5,
		slots: { item: 'thing', key: ['id', 'id', 'name', 'key', 'email', 'slug', 'code'] },
		names: ['find‹Item›By‹Key›', 'get‹Item›By‹Key›'],
		parameters: ['‹items›', '‹key›'],
		does: ['looks up the first `‹item›` whose `‹key›` matches and returns it', '`‹key›` alanı eşleşen ilk `‹item›` öğesini bulup döndürür'],
		ways: [
			{
				steps: [findStep()],
				code: [
					'export function ‹name›(‹items›«: ‹Item›[]», ‹key›«: string»)«: ‹Item› | undefined» {',
					'  return ‹items›.find((‹item›) => ‹item›.‹key› === ‹key›);',
					'}',
				],
			},
			{
				steps: [findStep(), ['Throws an error if there is none.', 'Bulunamazsa hata fırlatır.']],
				code: [
					'export function ‹name›(‹items›«: ‹Item›[]», ‹key›«: string»)«: ‹Item›» {',
					'  const ‹item› = ‹items›.find((item) => item.‹key› === ‹key›);',
					'  if (!‹item›) {',
					'    throw new Error(`‹Item› ${‹key›} not found`);',
					'  }',
					'  return ‹item›;',
					'}',
				],
			},
		],
	},
	{
		weight: 1.2,
		slots: { item: 'thing' },
		names: [],
		parameters: ['‹items›'],
		does: ['returns a list made from `‹items›`', '`‹items›` dizisinden bir liste döndürür'],
		ways: [
			{
				name: 'unique‹Items›',
				does: ['returns `‹items›` without duplicates', '`‹items›` dizisini yinelenenler olmadan döndürür'],
				steps: [['Puts the values into a `Set` and spreads it into an array.', 'Değerleri bir `Set` içine koyup diziye açar.']],
				code: ['export function ‹name›(‹items›«: number[]»)«: number[]» {', '  return [...new Set(‹items›)];', '}'],
			},
			{
				name: 'sort‹Items›',
				does: ['returns a sorted copy of `‹items›`', '`‹items›` dizisinin sıralı bir kopyasını döndürür'],
				steps: [['Copies the array and sorts it by `a - b`.', 'Diziyi kopyalar ve `a - b` ile sıralar.']],
				code: ['export function ‹name›(‹items›«: number[]»)«: number[]» {', '  return [...‹items›].sort((a, b) => a - b);', '}'],
			},
			{
				name: 'last‹Item›',
				does: ['returns the last element of `‹items›`', '`‹items›` dizisinin son öğesini döndürür'],
				steps: [['Reads index `‹items›.length - 1`.', '`‹items›.length - 1` dizinini okur.']],
				code: ['export function ‹name›(‹items›«: number[]»)«: number» {', '  return ‹items›[‹items›.length - 1];', '}'],
			},
			{
				name: 'chunk‹Items›',
				parameters: ['‹items›', 'size'],
				does: ['splits `‹items›` into chunks of `size`', '`‹items›` dizisini `size` boyutlu parçalara böler'],
				steps: [['Loops with step `size` and pushes a slice each time.', '`size` adımıyla döner ve her seferinde bir dilim ekler.']],
				code: [
					'export function ‹name›(‹items›«: number[]», size«: number»)«: number[][]» {',
					'  const chunks«: number[][]» = [];',
					'  for (let i = 0; i < ‹items›.length; i += size) {',
					'    chunks.push(‹items›.slice(i, i + size));',
					'  }',
					'  return chunks;',
					'}',
				],
			},
		],
	},
	{
		weight: 1.5,
		slots: thing,
		names: ['print‹Items›', 'log‹Items›', 'show‹Items›', 'list‹Items›'],
		parameters: ['‹items›'],
		does: ['prints the `‹field›` of `‹items›` to the console', '`‹items›` içindeki `‹field›` değerlerini konsola yazdırır'],
		ways: [
			['  for (const ‹item› of ‹items›) {', '    console.log(‹item›.‹field›);', '  }'],
			[
				'  for (let i = 0; i < ‹items›.length; i++) {',
				'    const ‹item› = ‹items›[i];',
				'    console.log(`${i + 1}. ${‹item›.‹field›}`);',
				'  }',
			],
			['  ‹items›.forEach((‹item›, i) => {', '    console.log(i, ‹item›.‹field›);', '  });'],
		].map(body => ({
			steps: [
				['Loops over `‹items›`.', '`‹items›` üzerinde döner.'],
				['Calls `console.log` each time; it returns nothing.', 'Her seferinde `console.log` çağırır; bir şey döndürmez.'],
			],
			code: ['export function ‹name›(‹items›«: ‹Item›[]»)«: void» {', ...body, '}'],
		})),
	},
];

function filterBy(sign, english, turkish) {
	const condition = `‹item›.‹field› ${sign} ‹limit›`;
	return {
		does: both(
			`returns the \`‹items›\` whose \`‹field›\` ${english} \`‹limit›\``,
			`\`‹items›\` içinden \`‹field›\` alanı \`‹limit›\` ${turkish} döndürür`,
		),
		steps: [
			both('Calls `filter` on `‹items›`.', '`‹items›` üzerinde `filter` çağırır.'),
			both(`Keeps an element if \`${condition}\`.`, `\`${condition}\` koşulunu sağlayan öğeleri tutar.`),
		],
		code: [
			'export function ‹name›(‹items›«: ‹Item›[]», ‹limit›«: number»)«: ‹Item›[]» {',
			`  return ‹items›.filter((‹item›) => ${condition});`,
			'}',
		],
	};
}

function mapSteps() {
	return [
		both('Calls `map` on `‹items›`.', '`‹items›` üzerinde `map` çağırır.'),
		both('Returns a new array; `‹items›` is not changed.', 'Yeni bir dizi döndürür; `‹items›` değişmez.'),
	];
}

function twoFields() {
	return both(
		'maps `‹items›` to new values made from `‹field›` and `‹other›` and returns the new array',
		'`‹items›` dizisini `‹field›` ve `‹other›` alanlarından yapılan yeni değerlere dönüştürür ve yeni diziyi döndürür',
	);
}

function findStep() {
	return both(
		'Calls `find` on `‹items›` and compares `‹item›.‹key›` with `‹key›`.',
		'`‹items›` üzerinde `find` çağırır ve `‹item›.‹key›` ile `‹key›` değerini karşılaştırır.',
	);
}
