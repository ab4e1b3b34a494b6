/** Why a file cannot be read as GGUF. */
export type GgufProblem =
	| 'notGguf'
	| 'unsupportedVersion' // too old, too new, or for big-endian machines
	| 'cutShort' // the file ends inside the header
	| 'tensorsCutShort' // the header is whole, the tensors are not
	| 'absurd'; // a count or length that no real file has

/** The message goes on from the file's name: "it does not begin with …". */
export class GgufError extends Error {
	override readonly name = 'GgufError';

	constructor(
		readonly problem: GgufProblem,
		message: string,
	) {
		super(message);
	}
}
