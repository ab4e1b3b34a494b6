/** A little Python and Go. See ../fillTemplate.mjs for the marks. */

/** @type {import('../fillTemplate.mjs').Template[]} */
export const otherLanguages = [
	{
		weight: 0.7,
		language: 'python',
		slots: { item: 'thing', field: 'field', verb: 'verb' },
		names: ['‹verb›_‹items_›'],
		parameters: ['‹items_›'],
		does: ['adds up `‹field_›` of all `‹items_›`', 'tüm `‹items_›` öğelerinin `‹field_›` değerini toplar'],
		ways: [
			{
				steps: [['Loops over `‹items_›`.', '`‹items_›` üzerinde döner.']],
				code: [
					'def ‹name›(‹items_›):',
					'    total = 0',
					'    for ‹item_› in ‹items_›:',
					'        total += ‹item_›.‹field_›',
					'    return total',
				],
			},
			{
				does: ['returns the `‹field_›` of each `‹item_›`', 'her `‹item_›` öğesinin `‹field_›` değerini döndürür'],
				steps: [['Uses a list comprehension.', 'Liste üreteci kullanır.']],
				code: ['def ‹name›(‹items_›):', '    return [‹item_›.‹field_› for ‹item_› in ‹items_›]'],
			},
			{
				does: ['returns the `‹items_›` whose `‹field_›` is truthy', '`‹field_›` alanı doğru olan `‹items_›` öğelerini döndürür'],
				steps: [['Uses a list comprehension.', 'Liste üreteci kullanır.']],
				code: ['def ‹name›(‹items_›):', '    return [‹item_› for ‹item_› in ‹items_› if ‹item_›.‹field_›]'],
			},
			{
				does: ['counts the `‹items_›` by `‹field_›`', '`‹items_›` öğelerini `‹field_›` alanına göre sayar'],
				steps: [['Loops over `‹items_›`.', '`‹items_›` üzerinde döner.']],
				code: [
					'def ‹name›(‹items_›):',
					'    counts = {}',
					'    for ‹item_› in ‹items_›:',
					'        counts[‹item_›.‹field_›] = counts.get(‹item_›.‹field_›, 0) + 1',
					'    return counts',
				],
			},
		],
	},
	{
		weight: 0.4,
		kind: 'class',
		language: 'python',
		slots: { thing: 'thing', one: 'noun', two: 'noun' },
		names: ['‹Thing›'],
		parameters: ['‹one›', '‹two›'],
		does: ['holds `‹one›`, `‹two›`', '`‹one›`, `‹two›` alanlarını tutar'],
		ways: [
			{
				steps: [['`__init__` stores the arguments on `self`.', '`__init__` argümanları `self` üzerinde saklar.']],
				code: [
					'class ‹name›:',
					'    def __init__(self, ‹one›, ‹two›):',
					'        self.‹one› = ‹one›',
					'        self.‹two› = ‹two›',
					'',
					'    def describe(self):',
					'        return f"{self.‹one›} {self.‹two›}"',
				],
			},
		],
	},
	{
		weight: 0.3,
		kind: 'class',
		language: 'go',
		slots: { thing: 'thing', one: 'noun', two: 'noun' },
		names: ['‹Thing›'],
		does: ['is a struct with `‹One›`, `‹Two›`', '`‹One›`, `‹Two›` alanları olan bir yapıdır'],
		ways: [
			{
				steps: [['`New‹name›` makes one.', '`New‹name›` bir tane oluşturur.']],
				code: [
					'type ‹name› struct {',
					'\t‹One› string',
					'\t‹Two› string',
					'}',
					'',
					'func New‹name›(‹one›, ‹two› string) *‹name› {',
					'\treturn &‹name›{',
					'\t\t‹One›: ‹one›,',
					'\t\t‹Two›: ‹two›,',
					'\t}',
					'}',
				],
			},
		],
	},
	{
		weight: 0.3,
		language: 'go',
		slots: { item: 'noun', verb: 'verb' },
		names: [],
		parameters: [],
		does: ['adds up `‹items›`', '`‹items›` değerlerini toplar'],
		ways: [
			{
				name: 'sum‹Items›',
				parameters: ['‹items›'],
				steps: [['Loops with `range` over `‹items›`.', '`range` ile `‹items›` üzerinde döner.']],
				code: [
					'func ‹name›(‹items› []int) int {',
					'\ttotal := 0',
					'\tfor _, ‹item› := range ‹items› {',
					'\t\ttotal += ‹item›',
					'\t}',
					'\treturn total',
					'}',
				],
			},
			{
				name: '‹verb›‹Item›',
				parameters: ['‹item›'],
				does: ['opens `‹item›` and returns an error if that fails', '`‹item›` dosyasını açar, olmazsa hata döndürür'],
				steps: [['Checks `err != nil`.', '`err != nil` koşulunu denetler.']],
				code: [
					'func ‹name›(‹item› string) error {',
					'\tfile, err := os.Open(‹item›)',
					'\tif err != nil {',
					'\t\treturn err',
					'\t}',
					'\tdefer file.Close()',
					'\treturn nil',
					'}',
				],
			},
		],
	},
];
