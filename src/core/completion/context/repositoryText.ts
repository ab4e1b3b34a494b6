/**
 * Other files' code as DeepSeek-Coder was trained to read it: each file under a comment with its path, the current file last
 * (README of DeepSeek-Coder, "Repository Level Code Completion"; arXiv 2401.14196, section 2.3).
 */
import { type Snippet } from './snippet';

/** Ends with the current file's own header, behind which its prefix follows; nothing without snippets: a single file has no header. */
export function repositoryText(snippets: readonly Snippet[], currentPath: string): string {
	if (snippets.length === 0) return '';
	const parts = snippets.map(({ path, text }, index) => (snippets[index - 1]?.path === path ? text : headerOf(path) + text));
	return parts.join('') + headerOf(currentPath);
}

/** What the model writes when it goes on with another file: the answer ends there. */
export function headersOf(snippets: readonly Snippet[], currentPath: string): readonly string[] {
	if (snippets.length === 0) return [];
	return [...new Set([...snippets.map(each => each.path), currentPath])].map(path => `\n${headerOf(path).trimEnd()}`);
}

function headerOf(path: string): string {
	return `#${path}\n`;
}
