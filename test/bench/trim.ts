/**
 * What `lab trim` does to right answers, which must stay as they are, and to answers spoilt in known ways, which must become the right ones.
 *   npm run bench:trim                       the excerpts of test/bench/holes, cut anew
 *   npm run bench:trim -- --sources FOLDER   other code: FOLDER/<language id>/<file>
 *   --each NUMBER   cuts of each kind in a file   --json FILE   --touched FILE.jsonl   what went wrong
 */
import { Options } from '../../src/lab/options';
import { seededRandom } from '../../src/lab/random';
import { cutKinds, cutsOf } from './cuts';
import { excerpts, sourcesIn } from './sources';
import { spoils } from './spoilt';
import { machine, table, writeJson, writeText } from './statistics';
import { isMended, trimmedAll, type Trimmed } from './trimmed';

async function main(): Promise<void> {
	const options = new Options(process.argv.slice(2), ['sources', 'each', 'json', 'touched']);
	const folder = options.text('sources');
	const each = options.number('each', { least: 1, most: 1000 }) ?? 3;
	const sources = folder === undefined ? excerpts() : sourcesIn(folder);
	const random = seededRandom(1);
	const holes = sources.flatMap(source => cutsOf(source, random, each));

	const good = await trimmedAll(holes.map(hole => ({ hole, output: hole.middle, wanted: hole.middle })));
	const bad = new Map<string, readonly Trimmed[]>();
	for (const [name, spoil] of Object.entries(spoils)) {
		const spoilt = holes.flatMap(hole => {
			const made = spoil(hole);
			return made === undefined ? [] : [{ hole, ...made }];
		});
		bad.set(name, await trimmedAll(spoilt));
	}
	report(good, bad, options);
}

function report(good: readonly Trimmed[], bad: ReadonlyMap<string, readonly Trimmed[]>, options: Options): void {
	const languages = [...new Set(good.map(each => each.hole.languageId))];
	const row = (name: string, trimmed: readonly Trimmed[]) => {
		const right = trimmed.filter(isMended).length;
		return {
			name,
			answers: trimmed.length,
			right,
			percent: trimmed.length === 0 ? null : Number(((right / trimmed.length) * 100).toFixed(1)),
		};
	};
	const untouched = [
		row('all', good),
		...cutKinds.map(kind =>
			row(
				kind,
				good.filter(each => each.hole.kind === kind),
			),
		),
		...languages.map(language =>
			row(
				language,
				good.filter(each => each.hole.languageId === language),
			),
		),
	];
	const mended = [row('all', [...bad.values()].flat()), ...[...bad].map(([name, trimmed]) => row(name, trimmed))];
	for (const [title, rows] of [
		['right answers', untouched],
		['spoilt answers', mended],
	] as const) {
		console.log(
			table(
				[title, 'n', 'right', '%'],
				rows.map(each => [each.name, each.answers, each.right, each.percent]),
			),
		);
		console.log();
	}
	writeJson(options.text('json') ?? 'out/bench/trim.json', { machine: machine(), untouched, mended });
	const file = options.text('touched');
	const wrong = [['right', good] as const, ...bad].flatMap(([name, trimmed]) =>
		trimmed.filter(each => !isMended(each)).map(each => `${JSON.stringify({ name, ...each })}\n`),
	);
	if (file !== undefined) writeText(file, wrong.join(''));
}

await main();
