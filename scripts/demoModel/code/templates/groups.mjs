/** Templates that sort a list's things into a Map. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';

/** @type {import('../fillTemplate.mjs').Template[]} */
export const groups = [
	{
		weight: 1.5,
		slots: { item: 'thing', field: 'field', map: ['map', 'result', 'groups', 'counts'] },
		names: [],
		parameters: ['‹items›'],
		does: ['builds a Map from `‹field›` to each `‹item›`', '`‹field›` alanından `‹item›` öğesine giden bir Map kurar'],
		ways: [
			{ name: 'index‹Items›By‹Field›', steps: mapLoopSteps(), code: mapLoop('‹Item›', ['    ‹map›.set(‹item›.‹field›, ‹item›);']) },
			{
				name: 'group‹Items›By‹Field›',
				does: ['groups `‹items›` by `‹field›` and returns a Map', '`‹items›` öğelerini `‹field›` alanına göre gruplar ve bir Map döndürür'],
				steps: mapLoopSteps(),
				code: mapLoop('‹Item›[]', [
					'    const known = ‹map›.get(‹item›.‹field›) ?? [];',
					'    known.push(‹item›);',
					'    ‹map›.set(‹item›.‹field›, known);',
				]),
			},
			{
				name: 'count‹Items›By‹Field›',
				does: ['counts how often each `‹field›` occurs in `‹items›`', '`‹items›` içinde her `‹field›` değerinin kaç kez geçtiğini sayar'],
				steps: mapLoopSteps(),
				code: mapLoop('number', ['    ‹map›.set(‹item›.‹field›, (‹map›.get(‹item›.‹field›) ?? 0) + 1);']),
			},
		],
	},
];

function mapLoopSteps() {
	return [
		both('Creates an empty Map `‹map›`.', "Boş bir `‹map›` Map'i oluşturur."),
		both(
			'Loops over `‹items›` and updates the entry for `‹item›.‹field›`.',
			'`‹items›` üzerinde döner ve `‹item›.‹field›` kaydını günceller.',
		),
		both('Returns `‹map›`.', '`‹map›` değerini döndürür.'),
	];
}

function mapLoop(value, body) {
	return [
		`export function ‹name›(‹items›«: ‹Item›[]»)«: Map<string, ${value}>» {`,
		`  const ‹map› = new Map«<string, ${value}>»();`,
		'  for (const ‹item› of ‹items›) {',
		...body,
		'  }',
		'  return ‹map›;',
		'}',
	];
}
