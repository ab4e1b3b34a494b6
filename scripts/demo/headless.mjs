/** `npm start -- --headless`: does what a newcomer would do, in a VS Code that nobody sees, and shows that it works. */
import fs from 'node:fs';
import path from 'node:path';
import { Stage } from '../../test/support/stage.mjs';
import { inRoot } from '../lib/root.mjs';
import { say } from '../lib/say.mjs';
import { printResult } from './result.mjs';
import { steps } from './steps.mjs';

const outFolder = inRoot('out', 'demo');

/** Runs all steps, writes `out/demo/result.json` and a picture per step, and returns whether all went well. */
export async function runHeadless() {
	fs.rmSync(outFolder, { recursive: true, force: true });
	fs.mkdirSync(outFolder, { recursive: true });
	say('Starting VS Code in a browser without a window …');
	const stage = await Stage.open({ size: { width: 1360, height: 820 } });
	try {
		const seen = { ghostText: '', ghostTextMilliseconds: 0, answers: {} };
		const done = [];
		for (const [index, step] of steps.entries()) done.push(await take(stage, step, index, seen));
		const result = toResult(done, seen, stage.report());
		fs.writeFileSync(path.join(outFolder, 'result.json'), `${JSON.stringify(result, null, '\t')}\n`);
		printResult(result);
		if (!result.ok) keepServerLog(stage);
		return result.ok;
	} finally {
		await stage.close();
	}
}

/** One step with its time and its picture. A failed step does not end the run: the pictures of the others help to see why. */
async function take(stage, { name, title, run }, index, seen) {
	const start = performance.now();
	let ok = true;
	let detail;
	try {
		detail = await run(stage, seen);
	} catch (error) {
		ok = false;
		detail = error.message;
	}
	const milliseconds = Math.round(performance.now() - start);
	const screenshot = path.join('out', 'demo', `${index + 1}-${name}.png`);
	await stage.workbench.page.screenshot({ path: inRoot(screenshot) });
	return { name, title, ok, milliseconds, screenshot, detail };
}

function toResult(done, seen, report) {
	return {
		ok: done.every(step => step.ok) && report !== undefined,
		steps: done,
		hardware: report?.hardware,
		plan: report?.plan,
		engine: report?.engine,
		activationMilliseconds: report?.activationMilliseconds,
		statusBar: report?.statusBar,
		figures: {
			firstGhostTextMilliseconds: Math.round(seen.ghostTextMilliseconds),
			firstTokenMilliseconds: report?.figures?.firstTokenMilliseconds,
			completionTokensPerSecond: report?.figures?.completionTokensPerSecond,
			chatTokensPerSecond: report?.figures?.chatTokensPerSecond,
		},
	};
}

function keepServerLog(stage) {
	const file = path.join(outFolder, 'server.log');
	fs.writeFileSync(file, stage.server.output);
	say(`What the VS Code server said is in ${path.relative(inRoot(), file)}`);
}
