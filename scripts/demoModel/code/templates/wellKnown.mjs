/** Functions that everybody knows by name: a newcomer will type them first. See ../fillTemplate.mjs for the marks. */
import { both } from '../inBoth.mjs';

/** @returns {import('../fillTemplate.mjs').Way} */
function known(name, signature, body, english, turkish) {
	const parameters = [...signature.matchAll(/(\w+)«/g)].map(match => match[1] ?? '');
	const condition = /^ {2}if \((.*)\) \{$/.exec(body[0] ?? '')?.[1];
	const result = / return (.*);$/.exec(body.at(-1) ?? '')?.[1];
	return {
		name,
		parameters,
		does: [english, turkish],
		steps: [
			...(condition === undefined ? [] : [both(`Checks \`${condition}\` first.`, `Önce \`${condition}\` koşulunu denetler.`)]),
			...(body.some(line => line.startsWith('  for')) ? [both('Uses a `for` loop.', 'Bir `for` döngüsü kullanır.')] : []),
			...(result === undefined ? [] : [both(`Returns \`${result}\`.`, `\`${result}\` döndürür.`)]),
		],
		code: [`export function ${signature} {`, ...body, '}'],
	};
}

/** @type {import('../fillTemplate.mjs').Template[]} */
export const wellKnown = [
	{
		weight: 3,
		slots: {},
		names: [],
		does: ['computes a result', 'bir sonuç hesaplar'],
		ways: [
			known('add', 'add(a«: number», b«: number»)«: number»', ['  return a + b;'], 'adds `a` and `b`', '`a` ile `b` değerlerini toplar'),
			known(
				'subtract',
				'subtract(a«: number», b«: number»)«: number»',
				['  return a - b;'],
				'subtracts `b` from `a`',
				'`a` değerinden `b` değerini çıkarır',
			),
			known(
				'multiply',
				'multiply(a«: number», b«: number»)«: number»',
				['  return a * b;'],
				'multiplies `a` by `b`',
				'`a` ile `b` değerlerini çarpar',
			),
			known(
				'divide',
				'divide(a«: number», b«: number»)«: number»',
				['  if (b === 0) {', "    throw new Error('Division by zero');", '  }', '  return a / b;'],
				'divides `a` by `b` and throws an error if `b` is 0',
				'`a` değerini `b` değerine böler; `b` 0 ise hata fırlatır',
			),
			known('square', 'square(n«: number»)«: number»', ['  return n * n;'], 'returns `n` times `n`', '`n` değerinin karesini döndürür'),
			known(
				'factorial',
				'factorial(n«: number»)«: number»',
				['  if (n <= 1) {', '    return 1;', '  }', '  return n * factorial(n - 1);'],
				'computes the factorial of `n` recursively',
				'`n` değerinin faktöriyelini özyinelemeli olarak hesaplar',
			),
			known(
				'fibonacci',
				'fibonacci(n«: number»)«: number»',
				['  if (n < 2) {', '    return n;', '  }', '  return fibonacci(n - 1) + fibonacci(n - 2);'],
				'computes the Fibonacci number of `n` recursively',
				'`n` için Fibonacci sayısını özyinelemeli olarak hesaplar',
			),
			known(
				'max',
				'max(a«: number», b«: number»)«: number»',
				['  return a > b ? a : b;'],
				'returns the larger of `a` and `b`',
				'`a` ve `b` değerlerinden büyük olanı döndürür',
			),
			known(
				'min',
				'min(a«: number», b«: number»)«: number»',
				['  return a < b ? a : b;'],
				'returns the smaller of `a` and `b`',
				'`a` ve `b` değerlerinden küçük olanı döndürür',
			),
			known(
				'abs',
				'abs(n«: number»)«: number»',
				['  return n < 0 ? -n : n;'],
				'returns the absolute value of `n`',
				'`n` değerinin mutlak değerini döndürür',
			),
			known(
				'greet',
				'greet(name«: string»)«: string»',
				['  return `Hello, ${name}!`;'],
				'returns a greeting for `name`',
				'`name` için bir selam döndürür',
			),
			known(
				'area',
				'area(width«: number», height«: number»)«: number»',
				['  return width * height;'],
				'returns `width` times `height`',
				'`width` çarpı `height` değerini döndürür',
			),
			known(
				'isPrime',
				'isPrime(n«: number»)«: boolean»',
				[
					'  if (n < 2) {',
					'    return false;',
					'  }',
					'  for (let i = 2; i * i <= n; i++) {',
					'    if (n % i === 0) {',
					'      return false;',
					'    }',
					'  }',
					'  return true;',
				],
				'tells whether `n` is a prime number',
				'`n` asal sayı mı, bunu söyler',
			),
			known(
				'range',
				'range(start«: number», end«: number»)«: number[]»',
				['  const result«: number[]» = [];', '  for (let i = start; i < end; i++) {', '    result.push(i);', '  }', '  return result;'],
				'returns the numbers from `start` up to `end`',
				'`start` değerinden `end` değerine kadar olan sayıları döndürür',
			),
		],
	},
];
