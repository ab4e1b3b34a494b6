/** The recorded sessions are what the typist writes, and lead where they should; `UPDATE=1` rewrites them. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { sessions } from '../../bench/sessions';
import { afterEvent, parseTrace, printTrace, type Trace } from '../../bench/trace';

const endings: Readonly<Record<string, readonly string[]>> = {
	'typescript-new-code': [
		'export function toOrder(items: readonly Item[], least: number): Item[] {\n\tconst missing = items.filter(item => item.count < least);\n\treturn missing.map(item => ({ ...item, count: least - item.count }));\n}\n',
		'\t\tif (best === undefined || item.price < best.price) best = item;\n\t}\n\treturn best;\n}',
	],
	'python-in-the-middle': [
		'    def on_day(self, day, title=None):\n',
		'    def remove(self, title):\n        for each in self.appointments:\n            if each.title == title:\n                self.appointments.remove(each)\n                return True\n        return False\n',
	],
	'go-moving-about': [
		'\tfor _, job := range q.jobs {\n\t\tif job.Deadline.Before(now) {\n\t\t\texpired = append(expired, job)\n\t\t}\n\t}\n\treturn expired\n}\n',
		'fmt.Printf("%s: job %d failed: %v\\n", w.name, job.ID, err)',
	],
};

describe('the recorded sessions', () => {
	for (const [name, session] of Object.entries(sessions())) {
		const file = `test/bench/traces/${name}.jsonl`;
		it(`${name} is what the typist writes`, () => {
			if (process.env.UPDATE === '1') fs.writeFileSync(file, printTrace(session));
			assert.equal(fs.readFileSync(file, 'utf8'), printTrace(session), 'run the unit tests with UPDATE=1');
		});

		it(`${name} leads to the code that was meant`, () => {
			const end = endOf(parseTrace(fs.readFileSync(file, 'utf8')));
			for (const part of endings[name] ?? []) assert.ok(end.includes(part), end);
		});

		it(`${name} is a few hundred keystrokes in the order of time`, () => {
			const { events } = session;
			const keystrokes = events.filter(each => each.edits !== undefined).length;
			assert.ok(keystrokes >= 200, `${keystrokes} keystrokes`);
			assert.ok(events.every((each, index) => index === 0 || each.t > (events[index - 1]?.t ?? 0)));
		});
	}

	it('of others are read too, and said no to where they are none', () => {
		const trace = parseTrace(
			'{"file":"a.ts","languageId":"typescript","text":"ab"}\n\n{"t":1,"edits":[{"start":0,"end":1,"text":"xy"},{"start":2,"end":2,"text":"c"}],"cursor":4}\n',
		);
		assert.equal(endOf(trace), 'xybc');
		assert.throws(() => parseTrace('{"t":1,"cursor":0}'), /the first line of a trace/);
		assert.throws(() => parseTrace('{"file":"a","languageId":"go","text":""}\n{"t":1}'), /event 1 of the trace lacks/);
		assert.throws(() => parseTrace('{"file":"a","languageId":"go","text":""}\nx'), /line 2 of the trace is no JSON/);
	});
});

function endOf({ start, events }: Trace): string {
	return events.reduce(afterEvent, start.text);
}
