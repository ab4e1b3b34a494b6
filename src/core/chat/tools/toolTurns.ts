/** Calls and their results as turns that a model can read again, in the format it called in. */
import { special } from '../../engine/prompt';
import type { Turn } from '../../models/dialect';
import type { ToolCall } from './tool';
import type { ToolFormat } from './toolFormat';

/** @param words what the model said before the call, in the same message */
export function callTurn(format: ToolFormat, { name, input }: ToolCall, words = ''): Turn {
	if (format === 'json') return { role: 'assistant', text: JSON.stringify({ tool: name, input }) };
	return {
		role: 'assistant',
		text: `${name}\n\`\`\`json\n${JSON.stringify(input)}\n\`\`\``,
		frame: {
			before: [words, special('<｜tool▁calls▁begin｜>'), special('<｜tool▁call▁begin｜>'), 'function', special('<｜tool▁sep｜>')],
			after: [special('<｜tool▁call▁end｜>'), special('<｜tool▁calls▁end｜>')],
		},
	};
}

export function resultTurn(format: ToolFormat, name: string, result: string): Turn {
	if (format === 'json') return { role: 'tool', text: `Result of ${name}:\n${result}` };
	return {
		role: 'tool',
		text: result,
		frame: {
			before: [special('<｜tool▁outputs▁begin｜>'), special('<｜tool▁output▁begin｜>')],
			after: [special('<｜tool▁output▁end｜>'), special('<｜tool▁outputs▁end｜>')],
		},
	};
}
