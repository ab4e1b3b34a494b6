/** "Inline Edit": code is rewritten as an instruction says; the answer is the new code and nothing else. */
import { type InstalledModel } from '../../engine/engine';
import { type Turn } from '../../models/dialect';
import { type CodeSource } from '../conversation';
import { fenced, place } from './codeBlocks';

export function inlineEditTurns(model: InstalledModel, source: CodeSource, instruction: string): readonly Turn[] {
	const block = fenced(source.languageId, source.code);
	// The demo model knows requests of this length only.
	if (model.isDemo) return [{ role: 'user', text: `${instruction}\nFile: ${source.label}\n\n${block}` }];
	const question = [
		`Change this code from ${place(source)}: ${instruction}`,
		block,
		'Reply with the whole changed code in one fenced block, and nothing else. What need not change stays as it is, to the letter.',
	].join('\n\n');
	const user: Turn = { role: 'user', text: question };
	return model.family === 'reason' ? [user] : [{ role: 'system', text: 'You edit code exactly as you are asked to.' }, user];
}

/** The code in an answer, as far as it was written; nothing before its fence opens. The answer may also be code without a fence. */
export function editedCode(answer: string, hasEnded: boolean): string | undefined {
	const open = /^[ \t]*(`{3,}|~{3,})[^\n]*\n/m.exec(answer);
	if (open === null) return hasEnded && answer.trim() !== '' ? answer : undefined;
	const inside = answer.slice(open.index + open[0].length);
	const close = new RegExp(`^[ \\t]*${open[1] ?? '```'}[ \\t]*$`, 'm').exec(inside);
	if (close) return inside.slice(0, close.index).replace(/\n$/, '');
	return hasEnded ? inside : inside.slice(0, Math.max(0, inside.lastIndexOf('\n')));
}
