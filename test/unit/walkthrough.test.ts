/** The walkthrough's promises: every picture is there, every button and every completion event names something that exists. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { command, contextKey } from '../../src/editor/ids';

interface Step {
	readonly id: string;
	readonly description: string;
	readonly media: { readonly svg: string };
	readonly completionEvents: readonly string[];
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;
const { contributes } = read('package.json') as { contributes: { walkthroughs: readonly { steps: readonly Step[] }[] } };
const words = read('package.nls.json') as Record<string, string>;
const commands: readonly string[] = Object.values(command);

describe('the walkthrough', () => {
	const steps = contributes.walkthroughs.flatMap(each => each.steps);

	it('has its four steps', () => {
		assert.deepEqual(
			steps.map(({ id }) => id),
			['getModel', 'complete', 'ask', 'explain'],
		);
	});

	for (const { id, description, media, completionEvents } of steps) {
		it(`${id}: its button does something that exists`, () => {
			const buttons = [...(words[description.slice(1, -1)] ?? '').matchAll(/\(command:([\w.]+)\)/g)].map(match => match[1] ?? '');
			assert.ok(buttons.length > 0);
			assert.deepEqual(
				buttons.filter(each => !commands.includes(each)),
				[],
			);
		});

		it(`${id}: it completes by something that happens`, () => {
			const known = [...commands.map(each => `onCommand:${each}`), ...Object.values(contextKey).map(each => `onContext:${each}`)];
			assert.deepEqual(
				completionEvents.filter(each => !known.includes(each)),
				[],
			);
			assert.equal(completionEvents.length, 1);
		});

		it(`${id}: its picture is in the theme's colours and loads nothing`, () => {
			const picture = readFileSync(media.svg, 'utf8');
			assert.match(picture, /var\(--vscode-/);
			assert.doesNotMatch(picture, /href|url\(|<script|<image/);
		});
	}
});
