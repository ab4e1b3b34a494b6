/** The plan page's side of the wire to the extension. */
import { type ToPlanHost } from '../../protocol/plan';

declare function acquireVsCodeApi(): { postMessage(message: ToPlanHost): void };

const api = acquireVsCodeApi();

export function post(message: ToPlanHost): void {
	api.postMessage(message);
}
