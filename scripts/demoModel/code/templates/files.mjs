/** Templates of what fills a whole file: a component, a test, a module that joins others. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';

const jsx = both('Returns JSX with a `div`.', 'Bir `div` içeren JSX döndürür.');
const properties = ['«interface ‹name›Props {»', '«  ‹field›: string;»', '«  ‹other›: string;»', '«}»', '«»'];
const markup = ['    <div className="‹thing-›-‹kind›">', '      <h2>{‹field›}</h2>', '      <p>{‹other›}</p>'];

/** @type {import('../fillTemplate.mjs').Template[]} */
export const files = [
	{
		weight: 1.4,
		kind: 'component',
		slots: { thing: 'thing', kind: ['list', 'card', 'view', 'button', 'panel'], field: 'field', other: 'field', state: 'noun' },
		names: ['‹Thing›‹Kind›'],
		parameters: ['‹field›', '‹other›'],
		does: ['shows `‹field›` and `‹other›`', '`‹field›` ve `‹other›` değerlerini gösterir'],
		ways: [
			{
				steps: [jsx],
				code: [
					...properties,
					'export function ‹name›({ ‹field›, ‹other› }«: ‹name›Props») {',
					'  return (',
					...markup,
					'    </div>',
					'  );',
					'}',
				],
			},
			{
				steps: [['Keeps `‹state›` in state with `useState`.', '`‹state›` durumunu `useState` ile tutar.'], jsx],
				code: [
					"import { useState } from 'react';",
					'',
					...properties,
					'export function ‹name›({ ‹field›, ‹other› }«: ‹name›Props») {',
					'  const [‹state›, set‹State›] = useState(0);',
					'  return (',
					...markup,
					'      <button onClick={() => set‹State›(‹state› + 1)}>{‹state›}</button>',
					'    </div>',
					'  );',
					'}',
				],
			},
		],
	},
	{
		weight: 1.2,
		kind: 'test',
		slots: {
			verb: 'verb',
			noun: 'noun',
			file: 'thing',
			it: ['it', 'test'],
			adjective: 'adjective',
			one: 'number',
			two: 'number',
			sum: 'number',
		},
		names: ['‹verb›‹Noun›'],
		does: ['tests `‹name›` with 2 cases', '`‹name›` işlevini 2 durumla test eder'],
		ways: [
			{
				steps: [
					[
						'Each case calls `‹name›` and compares the result with `expect(...).toBe(...)`.',
						'Her durum `‹name›` çağırır ve sonucu `expect(...).toBe(...)` ile karşılaştırır.',
					],
				],
				code: [
					"import { ‹name› } from './‹file-›';",
					'',
					"describe('‹name›', () => {",
					"  ‹it›('returns the ‹noun›', () => {",
					'    expect(‹name›(‹one›, ‹two›)).toBe(‹sum›);',
					'  });',
					'',
					"  ‹it›('handles ‹adjective› values', () => {",
					'    expect(‹name›(‹two›, ‹one›)).toBe(‹sum›);',
					'  });',
					'});',
				],
			},
		],
	},
	{
		weight: 1.2,
		slots: {
			verb: 'verb',
			noun: 'noun',
			one: 'verb',
			two: 'verb',
			three: 'verb',
			file: 'thing',
			input: 'thing',
			middle: 'thing',
			last: 'thing',
		},
		names: ['‹verb›‹Noun›'],
		parameters: ['‹input›'],
		does: [
			'passes `‹input›` through `‹one›‹Noun›`, `‹two›‹Noun›` and `‹three›‹Noun›` and returns the result',
			'`‹input›` değerini `‹one›‹Noun›`, `‹two›‹Noun›` ve `‹three›‹Noun›` işlevlerinden geçirip sonucu döndürür',
		],
		ways: [
			["import { ‹one›‹Noun›, ‹two›‹Noun›, ‹three›‹Noun› } from './‹file-›';"],
			['one', 'two', 'three'].map(each => `import { ‹${each}›‹Noun› } from './‹${each}›-‹noun›';`),
		].map(imports => ({
			steps: [
				[
					'Imports `‹one›‹Noun›`, `‹two›‹Noun›` and `‹three›‹Noun›`.',
					'`‹one›‹Noun›`, `‹two›‹Noun›` ve `‹three›‹Noun›` işlevlerini içe aktarır.',
				],
			],
			code: [
				...imports,
				'',
				'export function ‹name›(‹input›«: string») {',
				'  const ‹middle› = ‹one›‹Noun›(‹input›);',
				'  const ‹last› = ‹two›‹Noun›(‹middle›);',
				'  return ‹three›‹Noun›(‹last›);',
				'}',
			],
		})),
	},
];
