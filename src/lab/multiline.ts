/** `lab multiline`: whether the structure at a place allows a block to be offered: an empty one that opens there, or that the statement will open. */
import { shapeOf } from '../core/completion/singleOrMulti';
import type { AnswerLine } from './jsonLines';
import { Options } from './options';
import { situationFrom, type GivenPlace } from './situation';

export function labMultiline(parameters: readonly string[]): AnswerLine {
	new Options(parameters, []);
	return fields => ({
		multiline: allowsBlock({ languageId: fields.text('languageId'), prefix: fields.text('prefix'), suffix: fields.text('suffix') }),
	});
}

export function allowsBlock(place: GivenPlace): boolean {
	return shapeOf(situationFrom(place)).kind === 'block';
}
