/** Every English string that a person can see has its translations, and no bundle holds strings that nobody uses. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { hardwareSentences } from '../../src/core/plan/hardware';
import { planSentences } from '../../src/core/plan/plan';
import { settingSpecs } from '../../src/editor/settings/settingSpecs';

describe('translations of the code', () => {
	const strings = new Set([
		...readdirSync('src', { recursive: true, encoding: 'utf8' })
			.filter(file => file.endsWith('.ts'))
			.flatMap(file => literals(path.join('src', file))),
		...Object.values(hardwareSentences),
		...Object.values(planSentences),
		...Object.values(settingSpecs).map(spec => spec.allowed),
	]);

	for (const language of ['tr', 'zh-cn']) {
		it(`l10n/bundle.l10n.${language}.json has every string and no other`, () => {
			const bundle = JSON.parse(readFileSync(`l10n/bundle.l10n.${language}.json`, 'utf8')) as Record<string, string>;
			assert.deepEqual(
				{ missing: [...strings].filter(text => !(text in bundle)), unused: Object.keys(bundle).filter(text => !strings.has(text)) },
				{ missing: [], unused: [] },
			);
			for (const [english, translated] of Object.entries(bundle))
				assert.deepEqual(holes(translated), holes(english), `the holes of "${english}"`);
		});
	}
});

/** The first arguments of `l10n.t('…')` in a source file. */
function literals(file: string): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText())) {
			const [first] = node.arguments;
			if (first && ts.isStringLiteralLike(first)) found.push(first.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
	return found;
}

function holes(text: string): string[] {
	return [...text.matchAll(/\{\d\}/g)].map(match => match[0]).sort();
}
