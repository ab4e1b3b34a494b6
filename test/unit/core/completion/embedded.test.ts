/** Which part of a file of several languages the cursor stands in. */
import assert from 'node:assert/strict';
import { withinPart } from '../../../../src/core/completion/embedded';
import { at } from './scripted';

function partAt(document: string, languageId: string): string {
	const { languageId: found, before, after } = withinPart(at(document, { languageId }));
	return `${found}: ${before}$0${after}`;
}

const component =
	'<template>\n  <p>$1</p>\n</template>\n<script setup lang="ts">\nf($2)\n</script>\n<style lang="scss">\n.a {$3}\n</style>\n';

describe('withinPart', () => {
	it('is the script of a component, in its language', () => {
		assert.equal(partAt(component.replace('$2', '$0'), 'vue'), 'typescript: f($0)\n');
	});

	it('is a style, in its language', () => {
		assert.equal(partAt(component.replace('$3', '$0'), 'vue'), 'scss: .a {$0}\n');
		assert.equal(partAt('<style>\n$0\n</style>', 'html'), 'css: $0\n');
	});

	it('is the whole file outside of them', () => {
		for (const document of [component.replace('$1', '$0'), `${component}$0`, '<script>f($0)</script>']) {
			const situation = at(document, { languageId: 'vue' });
			assert.equal(withinPart(situation), situation, document);
		}
	});

	it('is the whole file where a script holds data', () => {
		const situation = at('<script type="application/json">\n{$0}\n</script>', { languageId: 'html' });
		assert.equal(withinPart(situation), situation);
	});

	it('is a text in a shell script, until its word', () => {
		assert.equal(partAt('cat <<EOF | f\n{$0\nEOF\nrun\n', 'shellscript'), 'quoted text: {$0\n');
		assert.equal(partAt('run(<<~SQL, 1)\n  SELECT $0\nSQL\n', 'ruby'), 'sql:   SELECT $0\n');
		const notYetEnded = 'cat <<EOF\n$0\ncat <<EOF\n{\nEOF\n';
		for (const document of ['cat <<EOF\n{\nEOF\nrun $0\n', notYetEnded, 'cat <<EOF\n$0']) {
			const situation = at(document, { languageId: 'shellscript' });
			assert.equal(withinPart(situation), situation, document);
		}
	});

	it('is a fenced block in Markdown, where its language is known', () => {
		assert.equal(partAt('Text\n\n```py\ndef f():\n    $0\n```\n\nMore', 'markdown'), 'python: def f():\n    $0\n');
		for (const document of ['```console\n$ ls$0\n```\n', '```\nx$0\n```\n', '```py\nx\n```\nText $0']) {
			const situation = at(document, { languageId: 'markdown' });
			assert.equal(withinPart(situation), situation, document);
		}
	});
});
