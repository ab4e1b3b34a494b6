/** The panel's side of the wire to the extension, and the little that survives when VS Code throws the page away. */
import { type ToHost } from '../protocol/panel';

/** What the conversation does not hold: the host keeps the rest and sends it again. */
export interface PanelState {
	readonly draft: string;
	/** Whether reasoning is switched on. */
	readonly reason: boolean;
}

interface VsCodeApi {
	postMessage(message: ToHost): void;
	getState(): Partial<PanelState> | undefined;
	setState(state: PanelState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: ToHost): void {
	api.postMessage(message);
}

export function loadState(): PanelState {
	return { draft: '', reason: false, ...api.getState() };
}

export function saveState(change: Partial<PanelState>): void {
	api.setState({ ...loadState(), ...change });
}
