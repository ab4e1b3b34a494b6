/**
 * How a model calls tools: in its own format, where it was trained with one, else as JSON that the engine lets nothing else come out of.
 * A model that can do neither must not be offered for tools: what it writes would be words that look like a call.
 */
import type { InstalledModel } from '../../engine/engine';
import { recognize } from '../../models/recognize';

export type ToolFormat = 'deepseekV3' | 'json';

export function toolFormatOf({ id, label }: InstalledModel, constrainsJson: boolean): ToolFormat | undefined {
	const own = (recognize(id) ?? recognize(label))?.model.toolFormat;
	return own ?? (constrainsJson ? 'json' : undefined);
}
