/** "Get a Model": what fits this machine and is not here yet, another name, or a file that is already on the disk. */
import * as vscode from 'vscode';
import type { Staffing } from '../../core/plan/staffing';
import { command } from '../ids';
import { alternatives, type Alternative, type WantedModel } from '../plan/alternatives';
import { placeName } from '../placeName';
import type { Settings } from '../settings/settings';
import { pullWithProgress } from './download';
import { reachableStores, type ModelStore } from './modelStore';

export interface GetModelDeps {
	readonly staffing: Staffing;
	readonly settings: Settings;
	/** What can fetch models, the preferred one first. */
	readonly stores: () => readonly ModelStore[];
}

export async function getModel(deps: GetModelDeps): Promise<void> {
	const stores = await reachableStores(deps.stores());
	if (stores.length === 0) return sayHowWithoutStore(deps.stores());
	await deps.staffing.refresh();
	await (
		await pick(deps, stores)
	)?.();
}

/** Fetches what was asked for from the first store that has it, and plans anew. Says whether it is here now. */
export async function download({ staffing, stores }: GetModelDeps, wanted: WantedModel): Promise<boolean> {
	for (const store of await reachableStores(stores())) {
		const name = store.nameOf(wanted);
		if (name === undefined) continue;
		const isHere = await pullWithProgress(store, name);
		if (isHere) await staffing.refresh();
		return isHere;
	}
	await sayHowWithoutStore(stores());
	return false;
}

async function sayHowWithoutStore(stores: readonly ModelStore[]): Promise<void> {
	const store = stores.find(each => each.takesAnyName);
	const again = vscode.l10n.t('Try Again');
	const file = vscode.l10n.t('Use a GGUF File…');
	const said = store
		? vscode.l10n.t(
				'{0} does not answer. Start it with `ollama serve` to download models, or use a GGUF file that you have.',
				placeName(store.place),
			)
		: vscode.l10n.t('Nothing here can download models. Use a GGUF file that you have.');
	const picked = await vscode.window.showInformationMessage(said, ...(store ? [again, file] : [file]));
	if (picked === again) await vscode.commands.executeCommand(command.getModel);
	if (picked === file) await vscode.commands.executeCommand(command.useGgufFile);
}

interface Item extends vscode.QuickPickItem {
	readonly run?: () => Promise<unknown>;
}

async function pick(deps: GetModelDeps, stores: readonly ModelStore[]): Promise<Item['run']> {
	const items: Item[] = fitting(deps).flatMap(each => itemFor(deps, stores, each) ?? []);
	const library = stores.find(store => store.takesAnyName);
	items.push({ label: '', kind: vscode.QuickPickItemKind.Separator });
	if (library) items.push({ label: vscode.l10n.t('Another name…'), run: () => pullByName(deps, library) });
	items.push({
		label: vscode.l10n.t('Use a GGUF File…'),
		run: async () => vscode.commands.executeCommand(command.useGgufFile),
	});
	return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Get a model that fits this machine') }))?.run;
}

/** Models that fit and are not here, those that the plan wishes for first. */
function fitting({ staffing: { staff } }: GetModelDeps): readonly Alternative[] {
	if (!staff) return [];
	const { hardware, models, plan, settings } = staff;
	const found = alternatives({ hardware, models, plan, lineup: plan.best, settings });
	return found.filter(({ fits, wanted }) => fits && !wanted.installed);
}

function itemFor(deps: GetModelDeps, stores: readonly ModelStore[], { wanted, roles, figures, isOffered }: Alternative): Item | undefined {
	const name = stores.map(store => store.nameOf(wanted)).find(each => each !== undefined);
	if (name === undefined) return undefined;
	const words = { completes: vscode.l10n.t('completes'), chats: vscode.l10n.t('chats'), reasons: vscode.l10n.t('reasons') };
	const parts = [
		wanted.quantization,
		fileSize(wanted.fileBytes),
		roles.map(role => words[role]).join(', '),
		vscode.l10n.t('about {0} tok/s here', Math.round(figures.tokensPerSecond)),
	];
	const star = isOffered ? '$(star-full) ' : '';
	return { label: `${star}${wanted.label}`, description: parts.join(' · '), detail: name, run: () => download(deps, wanted) };
}

async function pullByName({ staffing }: GetModelDeps, store: ModelStore): Promise<void> {
	const name = await vscode.window.showInputBox({
		prompt: vscode.l10n.t('Name in the Ollama library'),
		placeHolder: 'deepseek-coder:6.7b-base-q4_K_M',
	});
	if (name && (await pullWithProgress(store, name.trim()))) await staffing.refresh();
}

/** In powers of ten, as file lists show it: "4.1 GB". */
export function fileSize(bytes: number): string {
	return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
