/** The language id VS Code has for what a model writes after the three backticks. */
import * as vscode from 'vscode';

const aliases: Readonly<Record<string, string>> = {
	'c++': 'cpp',
	'c#': 'csharp',
	bash: 'shellscript',
	cs: 'csharp',
	docker: 'dockerfile',
	golang: 'go',
	js: 'javascript',
	jsx: 'javascriptreact',
	kt: 'kotlin',
	md: 'markdown',
	ps1: 'powershell',
	py: 'python',
	rb: 'ruby',
	rs: 'rust',
	sh: 'shellscript',
	shell: 'shellscript',
	ts: 'typescript',
	tsx: 'typescriptreact',
	yml: 'yaml',
	zsh: 'shellscript',
};

export async function languageOfFence(fence: string): Promise<string> {
	const name = fence.toLowerCase();
	const id = aliases[name] ?? name;
	return (await vscode.languages.getLanguages()).includes(id) ? id : 'plaintext';
}
