/** The three typing sessions that are replayed: writing new code, editing in the middle of a file, moving about in one. */
import * as fs from 'node:fs';
import { seededRandom } from '../../src/lab/random';
import type { Trace } from './trace';
import { Typist } from './typist';

/** By the name of the file in `test/bench/traces`. */
export function sessions(): Readonly<Record<string, Trace>> {
	return { 'typescript-new-code': newCode(), 'python-in-the-middle': inTheMiddle(), 'go-moving-about': movingAbout() };
}

function newCode(): Trace {
	return open('inventory.ts', 'typescript', '\t', 1)
		.goTo('\treturn items;\n}\n')
		.type('\nexport function toOrder(items: readonly Item[], least: number): Item[] {\n')
		.type('const missing = items.filter(item => item.count < least);')
		.type('\nreturn missing.map(item => ({ ...item, count: least - item.count }));')
		.goTo('least - item.count }));\n}')
		.type('\n\nexport function cheapest(items: readonly Item[]): Item | undefined {\n')
		.type('let best: Item | undefined;\nfor (const item of items) {\n')
		.type('if (best === undefined || item.price < best.price) best = item;')
		.goTo('best = item;\n\t}')
		.type('\nreturn best;').trace;
}

function inTheMiddle(): Trace {
	return open('calendar.py', 'python', '    ', 2)
		.goTo('self.appointments.append(appointment)')
		.type('\nself.appointments.sort(key=lambda each: each.start)')
		.goTo('def on_day(self, day')
		.type(', title=None')
		.goTo('if each.start.date() == day')
		.type(' and (title is None or each.title == title)')
		.goTo('return [each for each in self.appointments if each.start.date() == day and (title is None or each.title == title)]\n')
		.type('\n    def remove(self, title):\n')
		.type('for each in self.appointments:\nif each.title == title:\nself.appointments.remove(each)\nreturn True')
		.goTo('remove(each)\n                return True')
		.type('\n')
		.takeBack(8)
		.type('return False\n')
		.goTo('title, start, end = line.strip().split(";")')
		.type('\nif not title:\ncontinue')
		.goTo('print(appointment.start')
		.type('.strftime("%H:%M")').trace;
}

function movingAbout(): Trace {
	return open('queue.go', 'go', '\t', 3)
		.goTo('\tCreated  time.Time')
		.type('\nDeadline time.Time')
		.goTo('Push(name string, priority int')
		.type(', deadline time.Time')
		.goTo('Created: time.Now()')
		.type(', Deadline: deadline')
		.goTo('func (w *Worker) Stop() {')
		.type('\nfmt.Println("stopping")')
		.goTo('best := 0')
		.goTo('if job.Priority > q.jobs[best].Priority {')
		.goTo('return len(q.jobs)\n}')
		.type('\n\nfunc (q *Queue) Expired(now time.Time) []Job {\n')
		.type(
			'q.mu.Lock()\ndefer q.mu.Unlock()\nvar expired []Job\nfor _, job := range q.jobs {\nif job.Deadline.Before(now) {\nexpired = append(expired, job)',
		)
		.goTo('append(expired, job)\n\t\t}\n\t}')
		.type('\nreturn expired')
		.goTo('done  chan struct{}')
		.type('\nname  string')
		.goTo('func NewWorker(')
		.type('name string, ')
		.goTo('run: run')
		.type(', name: name')
		.goTo('fmt.Printf("job %d failed: %v\\n", job.ID, err')
		.goTo('fmt.Printf("')
		.type('%s: ')
		.goTo('failed: %v\\n", ')
		.type('w.name, ').trace;
}

function open(file: string, languageId: string, indent: string, seed: number): Typist {
	const text = fs.readFileSync(`test/bench/sources/${file}.txt`, 'utf8');
	return new Typist({ file, languageId, text }, seededRandom(seed), indent);
}
