/** The Turkish README says what the English one says: whatever words can't change, sections, settings, links and commands, stands in both. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const [english, turkish] = ['README.md', 'README.tr.md'].map(file => readFileSync(file, 'utf8')) as [string, string];

/** What of a text matches, in order. */
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(match => match[1] ?? match[0]);
const sorted = (text: string, pattern: RegExp) => [...new Set(found(text, pattern))].sort();

describe('README.tr.md', () => {
	it('has the sections of README.md', () => {
		assert.deepEqual(found(turkish, /^#+ /gm), found(english, /^#+ /gm));
	});

	it('has as many points in each section', () => {
		const points = (text: string) => text.split(/^#+ /m).map(section => found(section, /^(?:- |\| (?!-))/gm).length);
		assert.deepEqual(points(turkish), points(english));
	});

	it('names the same settings', () => {
		const settings = /deepseekCoder\.[\w.]*\w/g;
		assert.deepEqual(sorted(turkish, settings), sorted(english, settings));
	});

	it('leads to the same places', () => {
		const targets = (text: string) => sorted(text, /\]\(([^)]+)\)/g).filter(target => !target.startsWith('README'));
		assert.deepEqual(targets(turkish), targets(english));
	});

	it('shows the same commands, words to type and keys', () => {
		const typed = (text: string) => sorted(text.replace(/<!-- settings -->[^]*<!-- \/settings -->/, ''), /`([^`\n]+)`/g);
		const isTranslated = (code: string) => /^(?:DeepSeek Coder: |Ctrl\+(?:Right|Sağ)$)/.test(code);
		assert.deepEqual(
			typed(turkish).filter(code => !isTranslated(code)),
			typed(english).filter(code => !isTranslated(code)),
		);
		assert.deepEqual(found(turkish, /^npm [^#]*/gm), found(english, /^npm [^#]*/gm));
	});
});
