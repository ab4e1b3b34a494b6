/** The chat panel's page: builds it once the host has sent its words, then does what the host says. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode/codicons/dist/codicon.css';
import '../../media/panel.css';
import { type PanelModel, type PanelStrings, type PanelTurn, type ToPanel } from '../protocol/panel';
import { addAnnouncer } from './announcer';
import { confirmCopied } from './codeBlock';
import { composer } from './composer';
import { ConversationView } from './conversationView';
import { dropFiles } from './dropFiles';
import { element, iconButton } from './element';
import { warmUpColours } from './highlight';
import { post } from './host';
import { withoutTricks } from './sanitize';
import { text, useStrings } from './strings';

type Page = ReturnType<typeof buildPage>;
let page: Page | undefined;

window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
	const message = event.data;
	if (message.kind === 'setup') {
		page ??= buildPage(message.strings);
		page.setModel(message.model);
		page.conversation.setKept(message.kept);
		page.input.setContext(message.context);
		page.show(message.title, message.turns);
		page.input.focus();
	} else if (page) {
		receive(page, message);
	}
});
window.addEventListener('focus', () => {
	if (document.activeElement === document.body) page?.input.focus();
});
post({ kind: 'ready' });

function receive({ conversation, input, setModel, setTitle, show }: Page, message: Exclude<ToPanel, { kind: 'setup' }>): void {
	switch (message.kind) {
		case 'model':
			return setModel(message.model);
		case 'conversation':
			return show(message.title, message.turns);
		case 'title':
			return setTitle(message.title);
		case 'turnStarted':
			return conversation.start(message.question, message.answerId);
		case 'questionNote':
			return conversation.note(message.questionId, message.note);
		case 'turnThinking':
			return conversation.think(message.answerId, message.text);
		case 'turnThought':
			return conversation.thought(message.answerId, message.milliseconds);
		case 'turnChanged':
			return conversation.replace(message.answer);
		case 'turnText':
			return conversation.append(message.answerId, message.text);
		case 'turnEnded':
			return conversation.end(message.answerId, message.outcome);
		case 'context':
			return input.setContext(message.context);
		case 'completions':
			return input.complete(message.request, message.items);
		case 'kept':
			return conversation.setKept(message.kept);
		case 'focusInput':
			return input.focus();
	}
}

function buildPage(strings: PanelStrings) {
	useStrings(strings);
	const title = element('h1', { class: 'title', dir: 'auto' });
	const setTitle = (words: string): void => {
		title.textContent = title.title = words === '' ? text('untitled') : withoutTricks(words);
	};
	const copyChat = iconButton('copy', text('copyChat'), () => {
		post({ kind: 'copyChat' });
		confirmCopied(copyChat);
	});
	const exportChat = iconButton('export', text('exportChat'), () => post({ kind: 'exportChat' }), { 'data-testid': 'export' });
	const history = iconButton('history', text('history'), () => post({ kind: 'showHistory' }), { 'data-testid': 'history' });
	const newChat = iconButton('add', text('newChat'), () => post({ kind: 'newChat' }), { 'data-testid': 'new-chat' });
	const header = element(
		'header',
		{ class: 'header' },
		title,
		element('div', { class: 'actions' }, copyChat, exportChat, history, newChat),
	);
	const conversation = new ConversationView(
		() => {
			for (const button of [copyChat, exportChat, newChat]) button.disabled = conversation.isEmpty;
			input.setStreaming(conversation.isStreaming);
		},
		question => input.edit(question),
	);
	const input = composer(() => conversation.lastQuestion);
	document.body.append(header, conversation.element, input.element);
	addAnnouncer(document.body);
	dropFiles(document.body);
	warmUpColours();
	return {
		conversation,
		input,
		setTitle,
		show: (words: string, turns: readonly PanelTurn[]) => {
			setTitle(words);
			conversation.show(turns);
		},
		setModel: (model: PanelModel) => {
			conversation.setModel(model);
			input.setModel(model);
		},
	};
}
