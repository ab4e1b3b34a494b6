/** What a completion needs beside the situation; the same for all of them. */
import { type ServeRole } from '../engine/servedModel';
import { type Clock } from './clock';
import { type CompletionSession } from './session';

export interface CompletionServices {
	readonly serve: ServeRole;
	readonly session: CompletionSession;
	readonly clock: Clock;
	readonly isPaused: () => boolean;
	/** Whether to ask for what follows a suggestion before it is accepted, on machines quick enough; absent: no. */
	readonly looksAhead?: () => boolean;
}
