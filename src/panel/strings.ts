/** The panel's words, as the host sent them. */
import { type PanelString, type PanelStrings } from '../protocol/panel';

let strings: PanelStrings | undefined;

export function useStrings(sent: PanelStrings): void {
	strings = sent;
}

/** The string in the user's language, with `{0}` filled in. */
export function text(name: PanelString, value = ''): string {
	return strings?.[name].replace('{0}', () => value) ?? '';
}
