/** Templates about objects, classes and types. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';

const spreads = [
	both('Spreads `‹item›` into a new object; the original is not changed.', '`‹item›` nesnesini yeni bir nesneye açar; aslı değişmez.'),
];
const fieldTypes = [
	both('Each field has its own type, e.g. `‹first›: ‹first type›`.', 'Her alanın kendi türü vardır, örneğin `‹first›: ‹first type›`.'),
];
const interfaceLines = ['export interface ‹name› {', { each: '  ‹field›: ‹type›;' }, '}', ''];

/** @type {import('../fillTemplate.mjs').Template[]} */
export const objects = [
	{
		weight: 1.3,
		slots: { item: 'thing', field: 'field', verb: 'verb', noun: 'noun' },
		names: ['‹verb›‹Noun›', 'get‹Item›‹Field›'],
		parameters: ['‹item›'],
		does: [
			'returns the `‹field›` of `‹item›` after checking the input',
			'girdiyi denetledikten sonra `‹item›` nesnesinin `‹field›` alanını döndürür',
		],
		ways: [
			{
				steps: [
					['If `‹item›` is missing, it returns `null`.', '`‹item›` yoksa `null` döndürür.'],
					['Otherwise returns `‹field›`.', 'Aksi halde `‹field›` değerini döndürür.'],
				],
				code: [
					'export function ‹name›(‹item›«: ‹Item›») {',
					'  if (!‹item›) {',
					'    return null;',
					'  }',
					'  return ‹item›.‹field›;',
					'}',
				],
			},
			{
				steps: [
					['Throws an error if `‹item›` is null or undefined.', '`‹item›` null veya undefined ise hata fırlatır.'],
					['Otherwise returns `‹field›`.', 'Aksi halde `‹field›` değerini döndürür.'],
				],
				code: [
					'export function ‹name›(‹item›«: ‹Item›»)«: string» {',
					'  if (‹item› == null) {',
					"    throw new Error('‹item› is required');",
					'  }',
					'  const { ‹field› } = ‹item›;',
					'  return ‹field›;',
					'}',
				],
			},
			{
				steps: [
					['Throws an error if `‹field›` is undefined.', '`‹field›` undefined ise hata fırlatır.'],
					['Otherwise returns `‹field›`.', 'Aksi halde `‹field›` değerini döndürür.'],
				],
				code: [
					'export function ‹name›(‹item›«: ‹Item›»)«: string» {',
					'  if (‹item›.‹field› === undefined) {',
					"    throw new Error('Missing ‹field›');",
					'  }',
					'  return ‹item›.‹field›;',
					'}',
				],
			},
		],
	},
	{
		weight: 1.2,
		slots: { item: 'thing', field: 'field' },
		names: [],
		does: ['returns a changed copy of `‹item›`', '`‹item›` nesnesinin değişmiş bir kopyasını döndürür'],
		ways: [
			{
				name: 'update‹Item›',
				parameters: ['‹item›', 'changes'],
				does: ['returns a copy of `‹item›` with the given changes', '`‹item›` nesnesinin verilen değişikliklerle bir kopyasını döndürür'],
				steps: spreads,
				code: [
					'export function ‹name›(‹item›«: ‹Item›», changes«: Partial<‹Item›>»)«: ‹Item›» {',
					'  return { ...‹item›, ...changes };',
					'}',
				],
			},
			{
				name: 'toggle‹Item›',
				parameters: ['‹item›'],
				does: [
					'returns a copy of `‹item›` with `‹field›` negated',
					'`‹item›` nesnesinin `‹field›` alanı tersine çevrilmiş bir kopyasını döndürür',
				],
				steps: spreads,
				code: ['export function ‹name›(‹item›«: ‹Item›»)«: ‹Item›» {', '  return { ...‹item›, ‹field›: !‹item›.‹field› };', '}'],
			},
			{
				name: 'rename‹Item›',
				parameters: ['‹item›', '‹field›'],
				does: ['returns a copy of `‹item›` with a new `‹field›`', '`‹item›` nesnesinin yeni `‹field›` değeriyle bir kopyasını döndürür'],
				steps: spreads,
				code: ['export function ‹name›(‹item›«: ‹Item›», ‹field›«: string»)«: ‹Item›» {', '  return { ...‹item›, ‹field› };', '}'],
			},
		],
	},
	{
		weight: 3,
		kind: 'class',
		slots: { thing: 'thing', fields: 'fields' },
		names: ['‹Thing›'],
		parameters: ['fields'],
		does: ['holds ‹field list›', '‹field list› alanlarını tutar'],
		ways: [
			classWith(
				['  get‹First›()«: ‹first type›» {', '    return this.‹first›;', '  }', ''],
				['  set‹Second›(‹second›«: ‹second type›»)«: void» {', '    this.‹second› = ‹second›;', '  }'],
			)('`get‹First›`, `set‹Second›`'),
			classWith(
				['  describe()«: string» {', '    return `${this.‹first›} - ${this.‹second›}`;', '  }', ''],
				['  has‹First›()«: boolean» {', '    return this.‹first› !== undefined;', '  }'],
			)('`describe`, `has‹First›`'),
			classWith(
				['  reset()«: void» {', '    this.‹first› = ‹first example›;', '  }', ''],
				['  toJSON() {', '    return {', { each: '      ‹field›: this.‹field›,' }, '    };', '  }'],
			)('`reset`, `toJSON`'),
			classWith(
				['  get current‹First›()«: ‹first type›» {', '    return this.‹first›;', '  }', ''],
				['  update(changes«: Partial<‹name›>»)«: void» {', '    Object.assign(this, changes);', '  }'],
			)('`current‹First›`, `update`'),
		],
	},
	{
		weight: 1.6,
		kind: 'class',
		slots: { item: 'noun', kind: ['store', 'list', 'repository', 'cache', 'manager'] },
		names: ['‹Item›‹Kind›'],
		parameters: [],
		does: ['keeps `‹items›` in an array', '`‹items›` öğelerini bir dizi içinde tutar'],
		ways: [
			{
				steps: [
					['`add‹Item›` adds one ‹item›.', '`add‹Item›` bir ‹item› ekler.'],
					['Other members: `remove‹Item›`, `find‹Item›`, `count`.', 'Diğer üyeler: `remove‹Item›`, `find‹Item›`, `count`.'],
				],
				code: [
					'export class ‹name› {',
					'  «private »‹items›«: ‹Item›[]» = [];',
					'',
					'  add‹Item›(‹item›«: ‹Item›»)«: void» {',
					'    this.‹items›.push(‹item›);',
					'  }',
					'',
					'  remove‹Item›(id«: string»)«: void» {',
					'    this.‹items› = this.‹items›.filter((‹item›) => ‹item›.id !== id);',
					'  }',
					'',
					'  find‹Item›(id«: string»)«: ‹Item› | undefined» {',
					'    return this.‹items›.find((‹item›) => ‹item›.id === id);',
					'  }',
					'',
					'  get count()«: number» {',
					'    return this.‹items›.length;',
					'  }',
					'}',
				],
			},
			{
				does: ['keeps `‹items›` in a Map', '`‹items›` öğelerini bir Map içinde tutar'],
				steps: [
					['`add‹Item›` adds one ‹item›.', '`add‹Item›` bir ‹item› ekler.'],
					['Other members: `get`, `remove`, `size`.', 'Diğer üyeler: `get`, `remove`, `size`.'],
				],
				code: [
					'export class ‹name› {',
					'  «private »‹items› = new Map«<string, ‹Item›>»();',
					'',
					'  add‹Item›(‹item›«: ‹Item›»)«: void» {',
					'    this.‹items›.set(‹item›.id, ‹item›);',
					'  }',
					'',
					'  get(id«: string»)«: ‹Item› | undefined» {',
					'    return this.‹items›.get(id);',
					'  }',
					'',
					'  remove(id«: string»)«: boolean» {',
					'    return this.‹items›.delete(id);',
					'  }',
					'',
					'  get size()«: number» {',
					'    return this.‹items›.size;',
					'  }',
					'}',
				],
			},
		],
	},
	{
		weight: 2.2,
		kind: 'interface',
		isTyped: true,
		slots: { thing: 'thing', fields: 'fields' },
		names: ['‹Thing›'],
		parameters: ['fields'],
		does: ['describes an object with the fields ‹field list›', '‹field list› alanları olan bir nesneyi tanımlar'],
		ways: [
			['const ‹thing›: ‹name› = {', { each: '  ‹field›: ‹example›,' }, '};'],
			['export const ‹things›: ‹name›[] = [', '  {', { each: '    ‹field›: ‹example›,' }, '  },', '];'],
			['export function create‹name›(‹field types›): ‹name› {', '  return { ‹field names› };', '}'],
			['export function format‹name›(‹thing›: ‹name›): string {', '  return `${‹thing›.‹first›}: ${‹thing›.‹second›}`;', '}'],
		].map(use => ({ steps: fieldTypes, code: [...interfaceLines, ...use] })),
	},
	{
		weight: 1.6,
		slots: {
			type: 'thing',
			value: ['status', 'kind', 'type', 'mode', 'state'],
			label: ['label', 'color', 'text', 'icon'],
			fields: 'fields',
		},
		names: ['get‹Value›‹Label›'],
		parameters: ['‹value›'],
		does: ['returns a text for each `‹value›`', 'her `‹value›` için bir metin döndürür'],
		ways: [
			{
				steps: [
					['Uses `switch` over `‹value›` with the cases ‹field list›.', '`‹value›` üzerinde ‹field list› durumlarıyla `switch` kullanır.'],
					['The default case handles all other values.', 'Varsayılan durum diğer tüm değerleri karşılar.'],
				],
				code: [
					'export function ‹name›(‹value›«: ‹Type›»)«: string» {',
					'  switch (‹value›) {',
					{ each: "    case '‹field›':\n      return '‹Field›';" },
					'    default:',
					"      return 'Unknown';",
					'  }',
					'}',
				],
			},
		],
	},
	{
		weight: 0.7,
		slots: { first: 'thing', second: 'thing', one: 'number', two: 'number', noun: 'noun', kind: ['options', 'config', 'settings'] },
		names: ['get‹Noun›‹Kind›'],
		parameters: [],
		does: ['returns an object with 2 settings', '2 ayar içeren bir nesne döndürür'],
		ways: [
			{
				steps: [['The values come from constants such as `‹FIRST›`.', 'Değerler `‹FIRST›` gibi sabitlerden gelir.']],
				code: [
					'export const ‹FIRST› = ‹one›;',
					'export const ‹SECOND› = ‹two›;',
					'',
					'export function ‹name›() {',
					'  return {',
					'    ‹first›: ‹FIRST›,',
					'    ‹second›: ‹SECOND›,',
					'  };',
					'}',
				],
			},
		],
	},
];

function classWith(...members) {
	return (/** @type {string} */ names) => ({
		steps: [
			both('The constructor takes ‹field list› and stores them.', 'Kurucu ‹field list› değerlerini alıp saklar.'),
			both(`Methods: ${names}.`, `Metotlar: ${names}.`),
		],
		code: [
			'export class ‹name› {',
			{ each: '«  ‹field›: ‹type›;»' },
			'«»',
			'  constructor(‹field types›) {',
			{ each: '    this.‹field› = ‹field›;' },
			'  }',
			'',
			...members.flat(),
			'}',
		],
	});
}
