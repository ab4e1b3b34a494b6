/** Templates about what takes time: requests, timers, attempts. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';

const fetches = both('Awaits `fetch` with `‹key›` in the address.', 'Adreste `‹key›` ile `fetch` sonucunu bekler.');
const throws = both('Throws an error if `‹response›.ok` is false.', '`‹response›.ok` false ise hata fırlatır.');

/** @type {import('../fillTemplate.mjs').Template[]} */
export const waiting = [
	{
		weight: 1.6,
		isAsync: true,
		slots: { item: 'thing', place: 'noun', key: ['id', 'name', 'key'], response: ['response', 'res'] },
		names: ['fetch‹Item›', 'load‹Item›', 'get‹Item›'],
		parameters: ['‹key›'],
		does: [
			'loads the ‹item› with the given `‹key›` from `/api/‹places›` and returns the parsed JSON',
			'verilen `‹key›` için `/api/‹places›` adresinden ‹item› verisini yükler ve JSON sonucunu döndürür',
		],
		ways: [
			{
				steps: [fetches, throws, ['Returns the JSON body.', 'JSON gövdesini döndürür.']],
				code: [
					'export async function ‹name›(‹key›«: string»)«: Promise<‹Item›>» {',
					'  const ‹response› = await fetch(`/api/‹places›/${‹key›}`);',
					'  if (!‹response›.ok) {',
					'    throw new Error(`Failed to load ‹item›: ${‹response›.status}`);',
					'  }',
					'  return ‹response›.json();',
					'}',
				],
			},
			{
				steps: [fetches, throws, ['Catches errors, logs them and returns `null`.', 'Hataları yakalar, yazdırır ve `null` döndürür.']],
				code: [
					'export async function ‹name›(‹key›«: string»)«: Promise<‹Item› | null>» {',
					'  try {',
					'    const ‹response› = await fetch(`/api/‹places›/${‹key›}`);',
					'    if (!‹response›.ok) {',
					'      throw new Error(`Failed to load ‹item›: ${‹response›.status}`);',
					'    }',
					'    const data = await ‹response›.json();',
					'    return data;',
					'  } catch (error) {',
					"    console.error('Could not load ‹item›', error);",
					'    return null;',
					'  }',
					'}',
				],
			},
		],
	},
	{
		weight: 0.3,
		slots: { time: ['ms', 'delay', 'milliseconds'] },
		names: ['sleep', 'wait'],
		parameters: ['‹time›'],
		does: ['returns a promise that resolves after `‹time›` milliseconds', '`‹time›` milisaniye sonra çözülen bir promise döndürür'],
		ways: [
			{
				steps: [['Wraps `setTimeout` in a new Promise.', '`setTimeout` çağrısını yeni bir Promise içine sarar.']],
				code: [
					'export function ‹name›(‹time›«: number»)«: Promise<void>» {',
					'  return new Promise((resolve) => setTimeout(resolve, ‹time›));',
					'}',
				],
			},
		],
	},
	{
		weight: 0.3,
		slots: { callback: ['callback', 'fn'], time: ['ms', 'delay', 'wait'] },
		names: ['debounce'],
		parameters: ['‹callback›', '‹time›'],
		does: [
			'returns a function that calls `‹callback›` only after `‹time›` milliseconds of quiet',
			'`‹callback›` işlevini ancak `‹time›` milisaniye sessizlikten sonra çağıran bir işlev döndürür',
		],
		ways: [
			{
				steps: [
					['Clears the last timer at each call.', 'Her çağrıda son zamanlayıcıyı temizler.'],
					['Starts a new one with `setTimeout`.', '`setTimeout` ile yenisini başlatır.'],
				],
				code: [
					'export function ‹name›(‹callback›«: (...args: any[]) => void», ‹time›«: number») {',
					'  let timer«: ReturnType<typeof setTimeout> | undefined»;',
					'  return (...args«: any[]») => {',
					'    clearTimeout(timer);',
					'    timer = setTimeout(() => ‹callback›(...args), ‹time›);',
					'  };',
					'}',
				],
			},
		],
	},
	{
		weight: 0.3,
		isAsync: true,
		slots: { callback: ['callback', 'fn'], noun: 'noun' },
		names: ['retry', 'retry‹Noun›'],
		parameters: ['‹callback›', 'times'],
		does: [
			'calls `‹callback›` until it succeeds, at most `times` times',
			'başarılı olana kadar `‹callback›` işlevini en çok `times` kez çağırır',
		],
		ways: [
			{
				steps: [
					['Awaits `‹callback›()` in a loop inside try/catch.', 'Bir döngüde try/catch içinde `‹callback›()` sonucunu bekler.'],
					['Throws the last error if all attempts fail.', 'Tüm denemeler başarısızsa son hatayı fırlatır.'],
				],
				code: [
					'export async function ‹name›(‹callback›«: () => Promise<any>», times«: number») {',
					'  let lastError;',
					'  for (let i = 0; i < times; i++) {',
					'    try {',
					'      return await ‹callback›();',
					'    } catch (error) {',
					'      lastError = error;',
					'    }',
					'  }',
					'  throw lastError;',
					'}',
				],
			},
		],
	},
];
