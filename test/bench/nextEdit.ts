/**
 * Next edit's question to the model, asked of a model: after an edit in published code, is anything offered, and is it what must stand there?
 *   npm run bench:nextEdit                   the excerpts of test/bench/holes, the built-in engine and the demo model
 *   --engine embedded|ollama   --models FOLDER   --model PART-OF-ITS-NAME   --json FILE
 * Edits: a name that is declared elsewhere is renamed where it stands first; a function gets back its last parameter, which was taken from it and from
 * its calls before. Declarations that are renamed and parameters that go are no question to a model.
 */
import { partsOf } from '../../src/core/completion/nextEdit/callArguments';
import { changeOf, editBetween, insideBrackets, type Change } from '../../src/core/completion/nextEdit/change';
import { isInCode, placesOf } from '../../src/core/completion/nextEdit/places';
import { nextEdit } from '../../src/core/completion/nextEdit/propose';
import { Options, UsageError } from '../../src/lab/options';
import { embeddedEngine, ollamaEngine, serve } from './benchEngine';
import type { Source } from './cuts';
import { excerpts } from './sources';
import { machine, rounded, table, writeJson } from './statistics';

interface Asked {
	readonly kind: Change['kind'];
	/** The text after the edit, and what a place in it must become. */
	readonly before: string;
	readonly text: string;
	readonly languageId: string;
	readonly wanted: (now: string) => string;
}

async function main(): Promise<void> {
	const options = new Options(process.argv.slice(2), ['engine', 'models', 'model', 'json']);
	const engine = options.oneOf('engine', ['embedded', 'ollama']) === 'ollama' ? ollamaEngine() : embeddedEngine(options.text('models'));
	if (engine === undefined) throw new UsageError('there is no Ollama to ask');
	const counts = { rename: { edits: 0, offered: 0, right: 0 }, signature: { edits: 0, offered: 0, right: 0 } };
	let model: string;
	try {
		const found = await serve(engine, options.text('model'));
		// The demo model is asked here too, to know what it is worth.
		const loaded = { ...found.loaded, installed: { ...found.loaded.installed, isDemo: false } };
		const served = { ...found, loaded };
		model = `${served.loaded.installed.label} in ${engine.place}`;
		for (const { kind, before, text, languageId, wanted } of excerpts().flatMap(each => [...renames(each), ...newParameters(each)])) {
			const edit = editBetween(before, text);
			const change = edit && changeOf(edit);
			if (edit === undefined || change?.kind !== kind || (change.kind === 'rename' && change.isDeclaration)) continue;
			const from = text.split('\n', edit.line + edit.after.length).join('\n').length;
			if (!placesOf(text, change, from).some(place => isInCode(text, place, languageId))) continue;
			const count = counts[kind];
			count.edits++;
			const offer = await nextEdit({ text, languageId, edit, change, from }, () => Promise.resolve(served), new AbortController().signal);
			if (offer === undefined) continue;
			count.offered++;
			if (offer.text === wanted(text.slice(offer.start, offer.end))) count.right++;
		}
	} finally {
		engine.dispose();
	}
	const share = (part: number, whole: number) => (whole === 0 ? null : rounded((100 * part) / whole, 1));
	const rows = Object.entries(counts).map(([kind, { edits, offered, right }]) => [
		...[kind, edits, offered, share(offered, edits)],
		...[right, share(right, offered)],
	]);
	console.log(table(['edit', 'edits', 'offered', '% of edits', 'right', '% of offered'], rows));
	console.log(`${model}; ${machine()}`);
	writeJson(options.text('json') ?? 'out/bench/nextEdit.json', { model, ...counts });
}

/** The first name of each text that stands there three times or more and is declared nowhere in it. */
function renames({ text, languageId }: Source): readonly Asked[] {
	const counts = new Map<string, number>();
	for (const [, name = ''] of text.matchAll(/\.([a-z]\w{3,})\(/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
	const name = [...counts].find(
		([each, count]) => count >= 3 && !new RegExp(`(?:def|fn|func|function)\\s+(?:\\([^)]*\\)\\s*)?${each}\\b`).test(text),
	)?.[0];
	if (name === undefined) return [];
	const to = `do${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	return [{ kind: 'rename', before: text, text: text.replace(`.${name}(`, `.${to}(`), languageId, wanted: () => to }];
}

/** Functions of two parameters or more with calls of as many arguments in the same text. The arguments that were there are what is wanted. */
function newParameters({ text, languageId }: Source): readonly Asked[] {
	const headers = [...text.matchAll(/\b(?:function|func|fn|def)\s+(?:\([^()]*\)\s*)?(\w+)\s*\(/g)];
	return headers.flatMap(({ 0: header, 1: name = '', index }): Asked[] => {
		const start = index + header.length;
		const parameters = insideBrackets(text, start);
		if (parameters === undefined || parameters.includes('\n') || partsOf(parameters).length < 2) return [];
		const change: Change = { kind: 'signature', name, from: '', to: '' };
		const call = placesOf(text, change, start).find(place => isInCode(text, place, languageId));
		const taken = call && text.slice(call.start, call.end);
		const isMethod = /^(?:&|self|cls)/.test(parameters);
		if (call === undefined || taken === undefined || partsOf(taken).length !== partsOf(parameters).length - Number(isMethod)) return [];
		// From the end on, so that the offsets hold.
		const changes = [
			{ ...call, list: taken },
			{ start, end: start + parameters.length, list: parameters },
		].sort((a, b) => b.start - a.start);
		const without = changes.reduce((now, each) => now.slice(0, each.start) + withoutLast(each.list) + now.slice(each.end), text);
		const headerOnly = without.replace(header + withoutLast(parameters), header + parameters);
		return [{ kind: 'signature', before: without, text: headerOnly, languageId, wanted: () => partsOf(taken).join(', ') }];
	});
}

function withoutLast(list: string): string {
	return partsOf(list).slice(0, -1).join(', ');
}

await main();
