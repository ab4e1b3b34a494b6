/** What the panel suggests while somebody writes `#`, `@` or `/`: kinds of context, files, folders and symbols by a few of their letters, commands. */
import * as vscode from 'vscode';
import { namedMentions, type PlainMention, plainMentions } from '../../core/chat/mentions';
import { slashCommands } from '../../core/chat/slashCommands';
import { bestMatches } from '../../core/text/fuzzy';
import { type PanelCompletion } from '../../protocol/panel';
import { openFiles } from './contextReaders';
import { type MentionDeps } from './mentioned';
import { commandWords, mentionWords } from './mentionWords';
import { symbolsNamed } from './symbols';

/** So many can be looked over without reading. */
const most = 12;

export interface MentionListDeps extends MentionDeps {
	/** Whether there is a model that reasons. */
	readonly canReason: () => boolean;
}

/** @param text the word at the cursor, with its sign */
export async function completionsFor(text: string, deps: MentionListDeps): Promise<readonly PanelCompletion[]> {
	const query = text.slice(1);
	if (text.startsWith('/')) return commands(query, deps.canReason());
	const colon = query.indexOf(':');
	const kind = colon < 0 ? undefined : namedMentions.find(each => each === query.slice(0, colon).toLowerCase());
	const name = query.slice(colon + 1);
	if (kind === 'file') return files(name, deps);
	if (kind === 'folder') return folders(name, deps);
	if (kind === 'sym') return symbols(name, deps);
	if (colon >= 0) return [];
	const plain = bestMatches(query, [...plainRows(deps), ...namedRows()], ({ label }) => label, most);
	if (query === '') return [...plain, ...(await files('', deps)).slice(0, 5)];
	const [named, found] = await Promise.all([files(query, deps), query.length > 1 ? symbols(query, deps) : []]);
	return [...plain, ...named, ...found.slice(0, 4)].slice(0, most);
}

function commands(query: string, canReason: boolean): readonly PanelCompletion[] {
	const words = commandWords();
	return bestMatches(query, slashCommands, command => command, most)
		.filter(command => command !== 'reason' || canReason)
		.map(command => ({ kind: 'command', label: `/${command}`, detail: words[command], insert: `/${command} ` }));
}

/** Only what there is. */
function plainRows({ editor }: MentionDeps): readonly PanelCompletion[] {
	const words = mentionWords();
	const current = editor();
	const isThere: Record<PlainMention, boolean> = {
		selection: current?.selection.isEmpty === false,
		file: current !== undefined,
		openFiles: openFiles().length > 1,
		problems: vscode.languages.getDiagnostics().some(([, problems]) => problems.length > 0),
		changes: vscode.extensions.getExtension('vscode.git') !== undefined,
		terminal: vscode.window.activeTerminal !== undefined,
		lastCommand: vscode.window.activeTerminal?.shellIntegration !== undefined,
	};
	return plainMentions
		.filter(kind => isThere[kind])
		.map(kind => ({
			kind: kind === 'lastCommand' ? 'terminal' : kind,
			label: `#${kind}`,
			detail: words[kind],
			insert: '',
			mention: `#${kind}`,
		}));
}

function namedRows(): readonly PanelCompletion[] {
	const words = mentionWords();
	return [
		{ kind: 'file', label: '#file:', detail: words.anyFile, insert: '#file:', goesOn: true },
		{ kind: 'folder', label: '#folder:', detail: words.folder, insert: '#folder:', goesOn: true },
		{ kind: 'symbol', label: '#sym:', detail: words.sym, insert: '#sym:', goesOn: true },
	];
}

/** Those in tabs first, where nothing tells them apart. */
async function files(query: string, deps: MentionDeps): Promise<readonly PanelCompletion[]> {
	const all = await deps.files.all();
	const open = new Set(openFiles().map(uri => uri.toString()));
	const [shown, others] = [all.filter(({ uri }) => open.has(uri.toString())), all.filter(({ uri }) => !open.has(uri.toString()))];
	const found = query === '' ? [...shown, ...others].slice(0, most) : bestMatches(query, [...shown, ...others], ({ name }) => name, most);
	return found.map(({ name }) => row('file', name, `#file:${name}`));
}

async function folders(query: string, deps: MentionDeps): Promise<readonly PanelCompletion[]> {
	const found = bestMatches(query, await deps.files.folders(), folder => folder, most);
	return found.map(folder => row('folder', folder, `#folder:${folder}`));
}

async function symbols(query: string, { editor }: MentionDeps): Promise<readonly PanelCompletion[]> {
	const found = await symbolsNamed(query, editor()?.document);
	const once = new Map(found.map(symbol => [symbol.name, symbol]));
	return [...once.values()].map(({ name, uri }) => row('symbol', name, `#sym:${name}`, vscode.workspace.asRelativePath(uri, false)));
}

/** In the sentence stays the name, as a model reads names. */
function row(kind: 'file' | 'folder' | 'symbol', name: string, mention: string, where?: string): PanelCompletion {
	const [folder, last] = [name.slice(0, Math.max(0, name.lastIndexOf('/'))), name.slice(name.lastIndexOf('/') + 1)];
	const detail = where ?? folder;
	return { kind, label: last, ...(detail !== '' && { detail }), insert: `\`${name}\` `, mention };
}
