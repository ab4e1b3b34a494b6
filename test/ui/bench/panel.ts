/**
 * How smooth the chat panel is: the built page in a real browser gets 150 tokens/s for 12 s, once alone and once at the end of a conversation of
 * 20,000 tokens, and is looked at frame by frame. How soon it can be used after it was opened, and how large it is. `npm run bench:panel`.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Browser, type CDPSession } from 'playwright-core';
import { build } from '../../../scripts/lib/build.mjs';
import { launchBrowser } from '../../../scripts/lib/browser.mjs';
import { type PanelTurn } from '../../../src/protocol/panel';
import { machine, percentile, rounded, table, writeJson } from '../../bench/statistics';
import { filesOf } from '../builtPage';
import { PanelUnderTest } from '../panelUnderTest';

const tokensPerSecond = 150;
const seconds = 12;
const conversationTokens = 20_000;
/** Of code and English in DeepSeek-Coder's vocabulary, roughly. */
const charactersPerToken = 4;
const opens = 15;

interface Frames {
	/** From one frame to the next. */
	readonly frames: readonly number[];
	/** What the page was busy with at a stretch, where that was longer than the 50 ms a browser calls long. */
	readonly longTasks: readonly number[];
	/** The longest that handling one message or drawing one frame kept the page, whatever it was busy with. */
	readonly busiest: number;
	readonly tokens: number;
	/** Of the time, in percent, by the browser's own count. */
	readonly busy: { readonly all: number; readonly script: number; readonly layout: number };
}

const section = (index: number) =>
	[
		`## Step ${index}\n\nThe loop adds **every** price to \`sum\`, and then applies the discount of the cart, unless it is empty. See [the docs](https://example.com/${index}).\n\n`,
		'1. It starts with zero.\n2. It takes each price in turn, and skips what is not a number.\n3. It gives the sum back.\n\n',
		`\`\`\`ts\n${Array.from({ length: 40 }, (_, line) => `\tconst price${line} = await cart.priceOf(items[${line}], { discount: 0.1, currency: 'TRY' }); // line ${line}\n`).join('')}\`\`\`\n\n`,
		'| case | result |\n|---|---|\n| empty | 0 |\n| one | its price |\n\n> Prices are in cents, and never negative.\n\n',
	].join('');

/** Questions and answers, about so many tokens long. */
function conversation(tokens: number): readonly PanelTurn[] {
	const turns: PanelTurn[] = [];
	for (let left = tokens * charactersPerToken, index = 0; left > 0; index++) {
		const text = section(index);
		turns.push({ id: `q${index}`, role: 'user', text: `What does step ${index} do, and why?` });
		turns.push({ id: `a${index}`, role: 'assistant', text, outcome: { kind: 'done', figures: '900 tokens · 150 tok/s' } });
		left -= text.length;
	}
	return turns;
}

async function stream(browser: Browser, turns: readonly PanelTurn[], speed: number): Promise<Frames> {
	const panel = await PanelUnderTest.open(browser, { turns });
	const text = Array.from({ length: 20 }, (_, index) => section(index)).join('');
	const pieces = text.match(new RegExp(`[^]{1,${charactersPerToken}}`, 'g')) ?? [];
	await panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'And now?' }, answerId: 'a' });
	const session = await panel.page.context().newCDPSession(panel.page);
	await session.send('Performance.enable');
	const before = await busyTimes(session);
	const result = await panel.page.evaluate(
		async ([texts, perSecond, milliseconds]) => {
			const frames: number[] = [];
			const longTasks: number[] = [];
			let busiest = 0;
			let sent = 0;
			new PerformanceObserver(list => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
			const start = performance.now();
			let last = start;
			while (last - start < milliseconds) {
				// As VS Code does: a message for every token, as they come.
				const due = Math.min(texts.length, Math.floor(((last - start) / 1000) * perSecond));
				for (; sent < due; sent++) window.postMessage({ kind: 'turnText', answerId: 'a', text: texts[sent] }, '*');
				const now = await new Promise<number>(resolve => requestAnimationFrame(resolve));
				const began = performance.now();
				// Comes after everything the frame has to do: style, layout, paint.
				await new Promise<void>(resolve => {
					const channel = new MessageChannel();
					channel.port1.onmessage = () => resolve();
					channel.port2.postMessage(undefined);
				});
				busiest = Math.max(busiest, performance.now() - began);
				frames.push(now - last);
				last = now;
			}
			return { frames: frames.slice(1), longTasks, busiest, tokens: sent };
		},
		[pieces, speed, seconds * 1000] as const,
	);
	const after = await busyTimes(session);
	await panel.close();
	const percent = (key: string) => (((after.get(key) ?? 0) - (before.get(key) ?? 0)) / seconds) * 100;
	const layout = percent('LayoutDuration') + percent('RecalcStyleDuration');
	return { ...result, busy: { all: percent('TaskDuration'), script: percent('ScriptDuration'), layout } };
}

/** In seconds, since the session began. */
async function busyTimes(session: CDPSession): Promise<ReadonlyMap<string, number>> {
	const { metrics } = await session.send('Performance.getMetrics');
	return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** From the moment the page begins to load until its input can be written into and has been drawn. */
async function timeToReady(browser: Browser, turns: readonly PanelTurn[], origin: string): Promise<number> {
	const panel = await PanelUnderTest.prepare(browser, { turns }, origin);
	await panel.loadWithHost();
	const ready = await panel.page.evaluate(
		() =>
			new Promise<number>(resolve => {
				const look = () => (document.activeElement?.localName === 'textarea' ? resolve(performance.now()) : requestAnimationFrame(look));
				look();
			}),
	);
	await panel.close();
	return ready;
}

/** Gives the page's files as VS Code's own server does. */
async function serve(): Promise<{ readonly origin: string; readonly server: Server }> {
	const server = createServer((request, response) => {
		const file = filesOf(origin, 'panel')[`${origin}${request.url ?? ''}`]?.();
		response.writeHead(file ? 200 : 404, { 'Content-Type': file?.contentType ?? 'text/plain' }).end(file?.body);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { origin, server };
}

await build({ production: true });
const { origin, server } = await serve();
const browser = await launchBrowser();
const long = conversation(conversationTokens);
const streams = {
	'nothing happens': await stream(browser, long, 0),
	'150 tok/s, new conversation': await stream(browser, [], tokensPerSecond),
	'150 tok/s, after 20,000 tokens': await stream(browser, long, tokensPerSecond),
};
const ready = { empty: [] as number[], long: [] as number[] };
for (let open = 0; open < opens; open++) {
	ready.empty.push(await timeToReady(browser, [], origin));
	ready.long.push(await timeToReady(browser, long, origin));
}
await browser.close();
server.close();

const streamRows = Object.entries(streams).map(([name, { frames, longTasks, busiest, tokens, busy }]) => [
	name,
	tokens,
	...[0.5, 0.95, 1].map(share => rounded(percentile(frames, share), 1)),
	longTasks.length,
	rounded(Math.max(0, ...longTasks), 0),
	rounded(busiest, 0),
	...[busy.all, busy.script, busy.layout].map(share => rounded(share, 1)),
]);
console.log(
	table(
		[
			'frames',
			'tokens',
			'p50 ms',
			'p95 ms',
			'longest ms',
			'long tasks',
			'longest ms',
			'longest frame work ms',
			'busy %',
			'script %',
			'layout %',
		],
		streamRows,
	),
);
const readyRows = Object.entries(ready).map(([name, times]) => [name, ...[0.5, 0.95].map(share => rounded(percentile(times, share), 0))]);
console.log(`\n${table(['ready to write', 'p50 ms', 'p95 ms'], readyRows)}`);
const sizes = ['panel.js', 'panel.css'].map(file => {
	const bytes = readFileSync(`dist/${file}`);
	return { file, kilobytes: rounded(bytes.length / 1024, 1), gzipped: rounded(gzipSync(bytes).length / 1024, 1) };
});
const sizeRows = sizes.map(({ file, kilobytes, gzipped }) => [file, kilobytes, gzipped]);
console.log(`\n${table(['size', 'KB', 'gzipped KB'], sizeRows)}\n${machine()}`);
writeJson('out/bench/panel.json', { streams, ready, sizes });
