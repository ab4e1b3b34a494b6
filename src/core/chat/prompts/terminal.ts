/** "Explain Terminal Selection": output of a terminal, which follows it. */
import { answerIn } from './language';

export function terminalPrompt(language: string): string {
	return [
		'Explain this output of a terminal. Say what happened; if it shows an error, say what causes it and how to solve it.',
		`Quote the lines you speak of. Commands that change anything are only to be suggested, with what they do. ${answerIn(language)}`,
	].join(' ');
}
