/** What a model is told about the tools: how to call one, in the format it will be read in, and what there is. */
import { signature } from './signature';
import type { Tool, ToolUse } from './tool';
import type { ToolFormat } from './toolFormat';

/** `full`: every description; `brief`: the first sentence of the tool's; `bare`: its name and input. */
export type Detail = 'full' | 'brief' | 'bare';

export function describeTools(format: ToolFormat, { tools, mustCall }: ToolUse, detail: Detail): string {
	return format === 'deepseekV3' ? deepseekV3(tools, mustCall, detail) : json(tools, mustCall, detail);
}

function json(tools: readonly Tool[], mustCall: boolean, detail: Detail): string {
	const words = '{"answer": "your answer in Markdown"} to answer in words';
	const call = '{"tool": "its name", "input": {…}} to call a tool; its result comes with the next message';
	return [
		mustCall ? `Call a tool. Reply with one JSON object: ${call}.` : `Reply with one JSON object: ${words}, or ${call}.`,
		'Tools:',
		...tools.map(tool => `- ${tool.name}: ${sentence(tool, detail)}Input: ${signature(tool.inputSchema, detail === 'full')}`),
	].join('\n');
}

/** As vLLM's template for DeepSeek-V3 words it: the model's own template has the tokens, but no words for them. */
function deepseekV3(tools: readonly Tool[], mustCall: boolean, detail: Detail): string {
	return [
		`You are a helpful Assistant with tool calling capabilities. ${mustCall ? 'Call a tool now' : 'When a tool call is needed'}, you MUST use the following format to issue the call:`,
		'<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>FUNCTION_NAME',
		'```json\n{"param1": "value1", "param2": "value2"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
		'Make sure the JSON is valid.\n## Tools\n### Function\nYou have the following functions available:',
		...tools.map(tool => `- \`${tool.name}\`: ${sentence(tool, detail)}Parameters: \`${signature(tool.inputSchema, detail === 'full')}\``),
	].join('\n');
}

function sentence({ description }: Tool, detail: Detail): string {
	const text = description.replace(/\s+/g, ' ').trim();
	if (detail === 'bare' || text === '') return '';
	const told = detail === 'full' ? text : (/^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text);
	return /[.!?]$/.test(told) ? `${told} ` : `${told}. `;
}
