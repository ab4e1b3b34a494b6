/** Two links for each part of a proposed change, "Apply This Part" and "Discard This Part": on hover, and above it where the diff view shows lenses. */
import * as vscode from 'vscode';
import { type Hunk, hunkNear } from '../../core/text/lineHunks';
import { command, proposedScheme } from '../ids';
import { type PartPlace, type Proposals } from './proposals';

export function registerProposalLinks(proposals: Proposals): vscode.Disposable {
	const selector = { scheme: proposedScheme };
	const lensesChanged = new vscode.EventEmitter<void>();
	return vscode.Disposable.from(
		lensesChanged,
		proposals.onDidChange(() => lensesChanged.fire()),
		vscode.languages.registerHoverProvider(selector, {
			provideHover: ({ uri }, { line }) => hoverAt(proposals, uri, line),
		}),
		vscode.languages.registerCodeLensProvider(selector, {
			onDidChangeCodeLenses: lensesChanged.event,
			provideCodeLenses: ({ uri }) => {
				const found = proposals.partsOf(uri);
				return found?.side === 'new' ? found.parts.flatMap(part => lensesOf({ side: 'new', line: part.newStart })) : [];
			},
		}),
	);
}

/** The place a link or a lens brought along, if it was one that was clicked. */
export function partPlace(value: unknown): PartPlace | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { side, line } = value as Record<string, unknown>;
	return (side === 'old' || side === 'new') && typeof line === 'number' ? { side, line } : undefined;
}

function hoverAt(proposals: Proposals, uri: vscode.Uri, line: number): vscode.Hover | undefined {
	const found = proposals.partsOf(uri);
	if (found === undefined) return undefined;
	const part = hunkNear(found.parts, found.side, line);
	if (part === undefined || !isIn(part, found.side, line)) return undefined;
	const links = choices().map(([id, words]) => {
		const place: PartPlace = { side: found.side, line };
		return `[${words}](command:${id}?${encodeURIComponent(JSON.stringify([place]))})`;
	});
	const text = new vscode.MarkdownString(links.join(' · '));
	text.isTrusted = { enabledCommands: choices().map(([id]) => id) };
	return new vscode.Hover(text);
}

function isIn({ oldStart, oldEnd, newStart, newEnd }: Hunk, side: PartPlace['side'], line: number): boolean {
	const [start, end] = side === 'old' ? [oldStart, oldEnd] : [newStart, newEnd];
	return start <= line && line < Math.max(end, start + 1);
}

function lensesOf(place: PartPlace): readonly vscode.CodeLens[] {
	const range = new vscode.Range(place.line, 0, place.line, 0);
	return choices().map(([id, title]) => new vscode.CodeLens(range, { command: id, title, arguments: [place] }));
}

function choices(): readonly (readonly [id: string, words: string])[] {
	return [
		[command.acceptProposalPart, vscode.l10n.t('Apply this part')],
		[command.discardProposalPart, vscode.l10n.t('Discard this part')],
	];
}
