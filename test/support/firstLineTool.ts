/** Another extension, whose tool reads the first line of a file of the workspace and has a person allow it first. */
import fs from 'node:fs';
import path from 'node:path';

/** @param extensions the folder of the extensions that a VS Code has installed, before it starts */
export function installFirstLineTool(extensions: string): void {
	const folder = path.join(extensions, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
	fs.writeFileSync(path.join(folder, 'main.js'), code);
}

const tool = {
	name: 'read_first_line',
	toolReferenceName: 'firstLine',
	canBeReferencedInPrompt: true,
	displayName: 'Read the First Line',
	modelDescription: 'Reads the first line of a file.',
	inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};

const manifest = {
	name: 'first-line',
	publisher: 'test',
	version: '1.0.0',
	engines: { vscode: '^1.104.0' },
	main: 'main.js',
	activationEvents: [],
	contributes: { languageModelTools: [tool] },
};

const code = `
const vscode = require('vscode');

exports.activate = ({ subscriptions }) => subscriptions.push(vscode.lm.registerTool('${tool.name}', {
	prepareInvocation: ({ input }) => ({
		invocationMessage: 'Reading ' + input.path,
		confirmationMessages: { title: 'Read the first line?', message: 'Of ' + input.path },
	}),
	async invoke({ input }) {
		const [{ uri }] = vscode.workspace.workspaceFolders;
		const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, input.path)));
		return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text.split('\\n')[0])]);
	},
}));
`;
