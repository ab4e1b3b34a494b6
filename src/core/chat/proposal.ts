/**
 * A change to a file that a person decides on part by part. What is accepted is gathered, and written into the file all at once in the end;
 * until then the file stays as it is. As a value: every decision gives a new proposal.
 */
import { type Hunk, hunksBetween, merged, withHunk, withoutHunk } from '../text/lineHunks';

type Lines = readonly string[];

export interface Proposal {
	/** The file as it is. */
	readonly file: Lines;
	/** The file with what was accepted so far. */
	readonly accepted: Lines;
	/** That, with what is still to be decided. */
	readonly wanted: Lines;
}

export function proposalOf(file: Lines, wanted: Lines): Proposal {
	return { file, accepted: file, wanted };
}

/** The parts that wait for a decision: old lines are those of `accepted`, new ones those of `wanted`. */
export function openParts({ accepted, wanted }: Proposal): readonly Hunk[] {
	return hunksBetween(accepted, wanted);
}

export function acceptPart(proposal: Proposal, part: Hunk): Proposal {
	return { ...proposal, accepted: withHunk(proposal.accepted, proposal.wanted, part) };
}

export function rejectPart(proposal: Proposal, part: Hunk): Proposal {
	return { ...proposal, wanted: withoutHunk(proposal.accepted, proposal.wanted, part) };
}

export function acceptAll(proposal: Proposal): Proposal {
	return { ...proposal, accepted: proposal.wanted };
}

/** The same change to a file that was changed by somebody else meanwhile; nothing when they changed the same place. */
export function onChangedFile({ file, accepted, wanted }: Proposal, now: Lines): Proposal | undefined {
	const stillAccepted = merged(file, accepted, now);
	const stillWanted = merged(file, wanted, now);
	return stillAccepted && stillWanted && { file: now, accepted: stillAccepted, wanted: stillWanted };
}
