/** Whole prompts: what stands in them, and that the engine never gets one that is too long, whatever the file and the vocabulary. */
import assert from 'node:assert/strict';
import { CompletionSession } from '../../../../src/core/completion/session';
import { type GenerateRequest, type TokenCount } from '../../../../src/core/engine/engine';
import { endOfTurn, fimBegin, fimEnd, fimHole } from '../../../../src/core/models/dialect';
import { seededRandom } from '../../../../src/lab/random';
import { at, completeAt, pieces, ScriptedModel } from './scripted';

const helper = {
	uri: 'file:///helper.ts',
	path: 'src/helper.ts',
	source: 'definition' as const,
	startLine: 0,
	text: 'export const helper = 1;\n',
};
const situation = at('const a = helper$0;\n', { path: 'src/a.ts' });

describe('a prompt with code of other files', () => {
	async function asked(model: ScriptedModel): Promise<Omit<GenerateRequest, 'role'>> {
		const session = new CompletionSession();
		session.layout.context.offer(situation.uri, situation.before, situation.after, [helper]);
		await completeAt(situation, model, { session });
		return model.requests[0] ?? assert.fail('the model was asked');
	}

	it('has them in front, under their paths, as a part of its own', async () => {
		const { prompt, stop } = await asked(new ScriptedModel(() => pieces('()')));
		assert.deepEqual(prompt, [
			{ special: fimBegin },
			'#src/helper.ts\nexport const helper = 1;\n#src/a.ts\n',
			'const a = helper',
			{ special: fimHole },
			';\n',
			{ special: fimEnd },
		]);
		assert.ok(stop.includes('\n#src/helper.ts') && stop.includes('\n#src/a.ts') && stop.includes(endOfTurn));
	});

	for (const [name, installed] of [
		['the demo model, which knows single files only', { isDemo: true }],
		['a model of another family', { family: 'reason' as const }],
	] as const) {
		it(`is nothing for ${name}`, async () => {
			const model = new ScriptedModel(() => pieces('()'), 'stop', installed);
			const session = new CompletionSession();
			session.layout.context.offer(situation.uri, situation.before, situation.after, [helper]);
			await completeAt(situation, model, { session });
			assert.ok(model.requests.every(({ prompt }) => !JSON.stringify(prompt).includes('helper.ts')));
		});
	}
});

/** A vocabulary that is nothing like the one the ratio was learnt from, and a context that is small. */
class StrangeModel extends ScriptedModel {
	readonly lengths: number[] = [];

	constructor(
		private readonly tokensOf: (text: string) => number,
		readonly contextTokens: number,
	) {
		super(() => pieces('()'));
	}

	override get loaded() {
		return { ...super.loaded, contextTokens: this.contextTokens };
	}

	override async *generate(request: Omit<GenerateRequest, 'role'>, signal: AbortSignal) {
		const tokens = request.prompt.reduce((sum, part) => sum + (typeof part === 'string' ? this.tokensOf(part) : 1), 1);
		this.lengths.push(tokens + request.maxTokens);
		this.promptTokens = tokens;
		yield* super.generate(request, signal);
	}

	override countTokens(text: string): Promise<TokenCount> {
		return Promise.resolve({ tokens: this.tokensOf(text), exact: true });
	}
}

describe('any prompt', () => {
	const bytes = (text: string) => Buffer.byteLength(text);
	const vocabularies: Readonly<Record<string, (text: string) => number>> = {
		'a token a byte': bytes,
		'a token for three characters': text => Math.ceil(text.length / 3),
		'a token a digit and mark, words whole': text => (text.match(/\p{L}+|[^\p{L}]/gu) ?? []).length,
	};
	const alphabets = ['abcdefgh (){}\n\t', '0123456789,\n', '数据模型的大小\n', '😀👩‍💻é\ud83d\n', 'const x = 1;\n', 'x'];

	for (const [name, tokensOf] of Object.entries(vocabularies)) {
		it(`fits into the context: ${name}`, async () => {
			const random = seededRandom(5);
			for (let round = 0; round < 60; round++) {
				const contextTokens = 256 + Math.floor(random() * 2000);
				const model = new StrangeModel(tokensOf, contextTokens);
				const session = new CompletionSession();
				for (let keystroke = 0; keystroke < 4; keystroke++) {
					const letters = [...(alphabets[Math.floor(random() * alphabets.length)] ?? 'x')];
					const text = (length: number) => Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
					const document = `a${text(Math.floor(random() * 9000))}$0\n${text(Math.floor(random() * 2000))}`;
					session.layout.context.offer('file:///a.ts', 'helper', '', [{ ...helper, text: `helper ${text(900)}\n` }]);
					await completeAt(at(document, { trigger: 'explicit' }), model, { session });
				}
				assert.ok(
					model.lengths.length > 0 && model.lengths.every(each => each <= contextTokens),
					`${model.lengths.join()} of ${contextTokens}`,
				);
			}
		});
	}
});
