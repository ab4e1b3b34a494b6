/** The list of earlier chats: searched by what was asked and answered in them, opened, renamed, exported, deleted and brought back. */
import * as vscode from 'vscode';
import { type ConversationEntry, type ConversationStore } from '../../core/chat/conversationStore';
import { type ChatSession } from './chatSession';
import { openAsMarkdown } from './exportChat';
import { sinceText } from './sinceText';

interface Row extends vscode.QuickPickItem {
	readonly entry: ConversationEntry;
}

export class ChatHistory {
	/** What is in each chat, in small letters, once somebody searched. */
	private texts = new Map<string, string>();
	private readonly buttons = {
		rename: { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Rename chat') },
		export: { iconPath: new vscode.ThemeIcon('export'), tooltip: vscode.l10n.t('Export as Markdown') },
		remove: { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete chat') },
	};

	constructor(
		private readonly session: ChatSession,
		private readonly store: ConversationStore,
	) {}

	/** Resolves with the list while it is shown, so that a test can use it. */
	async show(): Promise<vscode.QuickPick<Row>> {
		const pick = vscode.window.createQuickPick<Row>();
		pick.title = vscode.l10n.t('Earlier chats');
		pick.placeholder = vscode.l10n.t('Search in what was asked and answered');
		pick.matchOnDetail = true;
		pick.onDidAccept(() => {
			const [row] = pick.selectedItems;
			pick.hide();
			if (row) void this.open(row.entry);
		});
		pick.onDidTriggerItemButton(({ item, button }) => void this.press(pick, item.entry, button));
		pick.onDidChangeValue(value => void this.search(pick, value));
		pick.onDidHide(() => pick.dispose());
		pick.show();
		await this.refresh(pick);
		return pick;
	}

	private async refresh(pick: vscode.QuickPick<Row>): Promise<void> {
		pick.busy = true;
		const { entries } = await this.store.list();
		this.texts = new Map();
		pick.items = entries.map(entry => rowOf(entry, entry.id === this.session.id, Object.values(this.buttons)));
		pick.activeItems = pick.items.filter(({ entry }) => entry.id === this.session.id);
		if (entries.length === 0) pick.placeholder = vscode.l10n.t('There are no earlier chats yet.');
		pick.busy = false;
		if (pick.value !== '') await this.search(pick, pick.value);
	}

	/** The list itself finds titles and questions; what was answered has to be looked up. */
	private async search(pick: vscode.QuickPick<Row>, value: string): Promise<void> {
		const words = value.trim().toLocaleLowerCase();
		const found = new Set<string>();
		for (const { entry } of pick.items) {
			if (words !== '' && (await this.textOf(entry.id)).includes(words)) found.add(entry.id);
			if (pick.value !== value) return;
		}
		if (pick.items.every(item => Boolean(item.alwaysShow) === found.has(item.entry.id))) return;
		const active = pick.activeItems[0]?.entry.id;
		pick.items = pick.items.map(item => ({ ...item, alwaysShow: found.has(item.entry.id) }));
		// The first that is found becomes active by itself, unless one was already that is found too.
		const stays = pick.items.filter(({ entry }) => entry.id === active && found.has(entry.id));
		if (stays.length > 0) pick.activeItems = stays;
	}

	private async textOf(id: string): Promise<string> {
		const known = this.texts.get(id);
		if (known !== undefined) return known;
		const turns = (await this.store.peek(id))?.turns ?? [];
		const text = turns
			.map(turn => turn.text)
			.join('\n')
			.toLocaleLowerCase();
		this.texts.set(id, text);
		return text;
	}

	private async press(pick: vscode.QuickPick<Row>, entry: ConversationEntry, button: vscode.QuickInputButton): Promise<void> {
		if (button === this.buttons.remove) {
			await this.delete(entry);
			await this.refresh(pick);
		} else if (button === this.buttons.rename) {
			await this.rename(entry);
			await this.show();
		} else {
			pick.hide();
			const stored = await this.store.peek(entry.id);
			if (stored) await openAsMarkdown(stored.turns, entry.title);
		}
	}

	private async open({ id, title }: ConversationEntry): Promise<void> {
		if (!(await this.session.open(id))) void vscode.window.showWarningMessage(vscode.l10n.t('The chat "{0}" is no longer there.', title));
	}

	private async rename({ id, title }: ConversationEntry): Promise<void> {
		const wanted = await vscode.window.showInputBox({ title: vscode.l10n.t('Rename chat'), value: title });
		if (wanted === undefined) return;
		await this.renameTo(id, wanted.trim());
	}

	/** An empty title gives a chat the name of its first question again. */
	async renameTo(id: string, title: string): Promise<void> {
		if (id === this.session.id) return this.session.rename(title);
		const stored = await this.store.open(id);
		if (stored === undefined) return;
		const { title: _, ...rest } = stored;
		await this.store.save(title === '' ? rest : { ...rest, title });
	}

	/** Resolves when it is gone; what is offered then brings it back. */
	async delete({ id, title }: ConversationEntry): Promise<void> {
		const wasShown = id === this.session.id;
		// The open one is emptied first, so that its running answer writes no new file.
		if (wasShown) await this.session.leave();
		await this.store.delete(id);
		const undo = vscode.l10n.t('Undo');
		void vscode.window.showInformationMessage(vscode.l10n.t('The chat "{0}" was deleted.', title), undo).then(async pressed => {
			if (pressed !== undefined) await this.bringBack(id, wasShown);
		});
	}

	async bringBack(id: string, shallShow: boolean): Promise<void> {
		await this.store.undelete(id);
		if (shallShow) await this.session.open(id);
	}
}

function rowOf(entry: ConversationEntry, isShown: boolean, buttons: readonly vscode.QuickInputButton[]): Row {
	return {
		entry,
		// A title is text: an icon's name in it must not become one.
		label: `${isShown ? '$(comment-discussion) ' : ''}${entry.title.replace(/\$\(/g, '$\u200b(')}`,
		description: sinceText(entry.updated, Date.now()),
		...(entry.questions !== '' && { detail: entry.questions }),
		buttons,
	};
}
