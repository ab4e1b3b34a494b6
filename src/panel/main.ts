/** The chat panel's page: builds it once the host has sent its words, then does what the host says. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode/codicons/dist/codicon.css';
import '../../media/panel.css';
import { type PanelModel, type PanelStrings, type ToPanel } from '../protocol/panel';
import { addAnnouncer } from './announcer';
import { composer } from './composer';
import { ConversationView } from './conversationView';
import { element, iconButton } from './element';
import { post } from './host';
import { text, useStrings } from './strings';

type Page = ReturnType<typeof buildPage>;
let page: Page | undefined;

window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
	const message = event.data;
	if (message.kind === 'setup') {
		page ??= buildPage(message.strings);
		page.setModel(message.model);
		page.conversation.show(message.turns);
		page.input.focus();
	} else if (page) {
		receive(page, message);
	}
});
window.addEventListener('focus', () => {
	if (document.activeElement === document.body) page?.input.focus();
});
post({ kind: 'ready' });

function receive({ conversation, input, setModel }: Page, message: Exclude<ToPanel, { kind: 'setup' }>): void {
	switch (message.kind) {
		case 'model':
			return setModel(message.model);
		case 'conversation':
			return conversation.show(message.turns);
		case 'turnStarted':
			return conversation.start(message.question, message.answerId);
		case 'questionNote':
			return conversation.note(message.questionId, message.note);
		case 'turnText':
			return conversation.append(message.answerId, message.text);
		case 'turnEnded':
			return conversation.end(message.answerId, message.outcome);
		case 'focusInput':
			return input.focus();
	}
}

function buildPage(strings: PanelStrings) {
	useStrings(strings);
	const title = element('h1', { class: 'title', dir: 'auto' });
	const newChat = iconButton('add', text('newChat'), () => post({ kind: 'newChat' }), { 'data-testid': 'new-chat' });
	const header = element('header', { class: 'header' }, title, newChat);
	const conversation = new ConversationView(() => {
		title.textContent = conversation.firstQuestion?.text.split('\n')[0] ?? text('untitled');
		newChat.disabled = conversation.firstQuestion === undefined;
		input.setStreaming(conversation.isStreaming);
	});
	const input = composer(() => conversation.lastQuestion);
	document.body.append(header, conversation.element, input.element);
	addAnnouncer(document.body);
	return {
		conversation,
		input,
		setModel: (model: PanelModel) => {
			conversation.setModel(model);
			input.setModel(model);
		},
	};
}
