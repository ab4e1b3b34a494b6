/**
 * How often `lab multiline` agrees with places labelled by the syntax trees of whole files.
 *   npm run bench:multiline                       the files of test/bench/sources and the excerpts of test/bench/holes
 *   npm run bench:multiline -- --sources FOLDER   other code: FOLDER/<language id>/<file>
 *   --each NUMBER   places of each kind in a file   --json FILE   --wrong FILE.jsonl   where it does not agree
 */
import { allowsBlock } from '../../src/lab/multiline';
import { Options } from '../../src/lab/options';
import { seededRandom } from '../../src/lab/random';
import { Grammars } from './syntax/grammars';
import { placeKinds, placesIn, type LabelledPlace, type PlaceKind } from './multilinePlaces';
import { excerpts, sourcesIn } from './sources';
import { machine, table, writeJson, writeText } from './statistics';

async function main(): Promise<void> {
	const options = new Options(process.argv.slice(2), ['sources', 'each', 'json', 'wrong']);
	const folder = options.text('sources');
	const each = options.number('each', { least: 1, most: 1000 }) ?? 3;
	const grammars = new Grammars('out/grammars', console);
	const random = seededRandom(1);
	const places: LabelledPlace[] = [];
	for (const source of folder === undefined ? excerpts() : sourcesIn(folder)) {
		const tree = (await grammars.load(source.languageId))?.parse(source.text);
		if (tree === undefined) continue;
		places.push(...placesIn(source, tree.rootNode, random, each));
		tree.delete();
	}

	const agrees = (place: LabelledPlace) => allowsBlock(place) === placeKinds[place.kind];
	const row = (name: string, some: readonly LabelledPlace[]) => {
		const agreed = some.filter(agrees).length;
		return { name, places: some.length, agreed, percent: Number(((agreed / some.length) * 100).toFixed(1)) };
	};
	const languages = [...new Set(places.map(place => place.languageId))];
	const kinds = Object.keys(placeKinds) as PlaceKind[];
	const byKind = kinds.map(kind =>
		row(
			`${kind} (${placeKinds[kind] ? 'yes' : 'no'})`,
			places.filter(place => place.kind === kind),
		),
	);
	const byLanguage = languages.map(language =>
		row(
			language,
			places.filter(place => place.languageId === language),
		),
	);
	const rows = [row('all', places), ...byKind, ...byLanguage];
	console.log(
		table(
			['places', 'n', 'agreed', '%'],
			rows.map(({ name, places: n, agreed, percent }) => [name, n, agreed, percent]),
		),
	);
	writeJson(options.text('json') ?? 'out/bench/multiline.json', { machine: machine(), rows });
	const wrong = options.text('wrong');
	if (wrong !== undefined)
		writeText(
			wrong,
			places
				.filter(place => !agrees(place))
				.map(place => `${JSON.stringify(place)}\n`)
				.join(''),
		);
}

await main();
