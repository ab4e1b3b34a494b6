/** Where completions are offered: files, untitled documents and notebook cells; not the chat's input, the commit message, output, or a diff's old side. */
export const servedSchemes: readonly string[] = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-vfs', 'vscode-remote'];
