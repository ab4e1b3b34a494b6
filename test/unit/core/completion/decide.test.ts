import assert from 'node:assert/strict';
import { decide } from '../../../../src/core/completion/decide';
import type { SituationFacts } from '../../../../src/core/completion/situation';
import { at, settings } from './scripted';

function reason(document: string, facts: Partial<SituationFacts> = {}, change: Partial<typeof settings> = {}, isPaused = false): string {
	const decision = decide(at(document, facts), { ...settings, ...change }, isPaused);
	return decision.kind === 'none' ? decision.reason : 'ask';
}

describe('decide', () => {
	it('asks at the end of a line, before brackets and between words', () => {
		for (const document of ['const a = $0', 'f($0)', 'const a = $0;', 'a $0 b', 'if (a$0) {', '\n$0\nb', '"$0"'])
			assert.equal(reason(document), 'ask', document);
	});

	it('says no inside a word, also in other scripts', () => {
		for (const document of ['na$0me', '$0name', 'değ$0er', '变$0量', 'a$0_b']) assert.equal(reason(document), 'middleOfWord', document);
	});

	it('says no before more comment, not at its end', () => {
		assert.equal(reason('// sorts $0 by name'), 'middleOfComment');
		assert.equal(reason('/* sorts $0 by name */'), 'middleOfComment');
		assert.equal(reason('# sorts $0 by name', { languageId: 'python' }), 'middleOfComment');
		assert.equal(reason('// sorts $0'), 'ask');
		assert.equal(reason('/* sorts $0 */'), 'ask');
		assert.equal(reason('const home = "http://a$0 b"'), 'ask');
	});

	it('says no with a selection or several cursors, also when asked', () => {
		assert.equal(reason('a = $0', { hasSelection: true, trigger: 'explicit' }), 'selection');
		assert.equal(reason('a = $0', { cursors: 2, trigger: 'explicit' }), 'severalCursors');
	});

	it('says no where the editor itself speaks against it, also when asked', () => {
		for (const obstacle of ['inDiff', 'suggestItemReplaces'] as const)
			assert.equal(reason('a = $0', { obstacle, trigger: 'explicit' }), obstacle);
	});

	it('says no in a workspace that is not trusted and in a file that is left out, also when asked', () => {
		for (const trigger of ['automatic', 'explicit'] as const) {
			assert.equal(reason('a = $0', { trigger }, { isUntrusted: true }), 'untrusted');
			assert.equal(reason('a = $0', { trigger }, { isExcluded: true }), 'excludedFile');
		}
	});

	it('obeys the settings, unless asked', () => {
		assert.equal(reason('a = $0', {}, { enabled: false }), 'disabledForLanguage');
		assert.equal(reason('a = $0', {}, { trigger: 'manual' }), 'manualOnly');
		assert.equal(reason('a = $0', {}, {}, true), 'paused');
		assert.equal(reason('a = $0', { trigger: 'explicit' }, { enabled: false, trigger: 'manual' }, true), 'ask');
	});

	it('says no where there is nothing to go on, or nothing to read', () => {
		assert.equal(reason(' \n$0\n'), 'nothingToGoOn');
		assert.equal(reason('PK\0\x03 $0'), 'binary');
		assert.equal(reason(`${'a,'.repeat(4000)}$0`), 'tooBig');
	});
});
