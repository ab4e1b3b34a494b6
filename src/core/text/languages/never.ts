/** Matches nothing: for a language that has no such thing. */
export const never = /(?!)/;
