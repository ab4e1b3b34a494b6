/** Code to cut places out of. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Source } from './cuts';
import type { Hole } from './holeScore';

/** The excerpts of published code that the holes of test/bench/holes were cut from. */
export function excerpts(): readonly Source[] {
	const lines = fs.readFileSync('test/bench/holes/holes.jsonl', 'utf8').trimEnd().split('\n');
	return lines.map(line => {
		const { id, languageId, prefix, middle, suffix } = JSON.parse(line) as Hole;
		return { name: id, languageId, text: prefix + middle + suffix };
	});
}

/** @param folder with a folder for each language id */
export function sourcesIn(folder: string): readonly Source[] {
	return fs.readdirSync(folder).flatMap(languageId =>
		fs.readdirSync(path.join(folder, languageId)).map(name => ({
			name: `${languageId}/${name}`,
			languageId,
			text: fs.readFileSync(path.join(folder, languageId, name), 'utf8').replaceAll('\r\n', '\n'),
		})),
	);
}
