/** The plan as lines of English, for the log and the diagnostics. */
import { gibibytes, gigabytes, perSecond } from './format';
import { describeSentence, type Choice, type Lineup, type Plan } from './plan';

export function describePlan({ now, best, offers, costs }: Plan): string {
	const lines = [`Plan: ${describeSentence(now.reason)}`, ...lineupLines(now)];
	lines.push(...costs.map(each => `  ${describeSentence(each)}`));
	if (offers.length > 0) {
		lines.push(`Better: ${describeSentence(best.reason)}`, ...lineupLines(best));
		lines.push(`  to download: ${offers.map(each => `${each.label} ${each.quantization} (${gigabytes(each.fileBytes)})`).join(', ')}`);
	}
	return lines.join('\n');
}

function lineupLines({ completes, chats, drafting, rejected, next }: Lineup): string[] {
	return [
		...(completes === null ? [] : [choiceLine('completes', completes)]),
		...(chats === null || chats === 'same' ? [] : [choiceLine('chats', chats)]),
		...(drafting ? [`  the first drafts for the second: GPU ${gibibytes(drafting.gpu)}, RAM ${gibibytes(drafting.host)} more`] : []),
		...rejected.map(({ model, quantization, why }) => `  not ${model} ${quantization}: ${describeSentence(why)}`),
		...(next === null ? [] : [`  next: ${describeSentence(next)}`]),
	];
}

function choiceLine(role: string, choice: Choice): string {
	const { label, quantization, contextTokens, gpuLayers, totalLayers, kvType, bytes, predicted } = choice;
	const parts = [
		`context ${contextTokens}`,
		`KV ${kvType}`,
		`${gpuLayers} of ${totalLayers} layers on the GPU`,
		`GPU ${gibibytes(bytes.totalGpuBytes)}`,
		`RAM ${gibibytes(bytes.totalHostBytes)}`,
		`about ${perSecond(predicted.tokensPerSecond)} tok/s`,
		`first token ${Math.round(predicted.firstTokenMilliseconds)} ms`,
	];
	return `  ${role}: ${label} ${quantization}: ${parts.join(', ')}`;
}
