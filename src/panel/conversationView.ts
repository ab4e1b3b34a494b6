/** The conversation: a log of questions and answers that follows its end, or the empty state. */
import { type PanelModel, type PanelOutcome, type PanelTurn } from '../protocol/panel';
import { answerView, type AnswerView } from './answerView';
import { element, iconButton } from './element';
import { emptyState } from './emptyState';
import { followEnd } from './follow';
import { questionView, type QuestionView } from './questionView';
import { text } from './strings';

/** Characters of questions and answers that fill the sight, and can be shown at a time without being felt. */
const atATime = 4000;

export class ConversationView {
	readonly element: HTMLElement;
	private readonly log = element('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': text('conversation') });
	private readonly scroller = element('main', { class: 'scroller', tabindex: '0', 'aria-label': text('conversation') });
	private readonly toEnd = iconButton('arrow-down', text('scrollToEnd'), () => this.follow.toEnd(), {
		class: 'to-end icon-button',
		hidden: true,
	});
	private readonly empty = emptyState();
	private readonly follow = followEnd(this.scroller, isFollowing => (this.toEnd.hidden = isFollowing));
	private questions: QuestionView[] = [];
	private answers: AnswerView[] = [];
	private model: PanelModel | undefined;
	/** Turns above those that are shown, of a conversation that is too long to be shown at once. */
	private earlier: PanelTurn[] = [];

	/**
	 * @param onChange is called when the conversation began, ended, or an answer started or stopped streaming
	 * @param onEdit brings a question back to be changed
	 */
	constructor(
		private readonly onChange: () => void,
		private readonly onEdit: (question: PanelTurn) => void,
	) {
		this.scroller.append(this.empty.element, this.log);
		this.element = element('div', { class: 'conversation' }, this.scroller, this.toEnd);
	}

	get isStreaming(): boolean {
		return this.answers.some(answer => answer.isStreaming);
	}

	get isEmpty(): boolean {
		return this.questions.length === 0;
	}

	get lastQuestion(): PanelTurn | undefined {
		return this.questions.at(-1)?.turn;
	}

	setModel(model: PanelModel): void {
		this.model = model;
		this.empty.setModel(model);
		for (const answer of this.answers) if (answer.isStreaming) answer.waitFor(model);
	}

	/** Shows these turns instead of what was there: the last ones at once, those above when the page has time. */
	show(turns: readonly PanelTurn[]): void {
		this.log.replaceChildren();
		this.questions = [];
		this.answers = [];
		this.earlier = [...turns];
		this.showEarlier(this.earlier);
		this.changed();
		this.follow.toEnd();
	}

	start(question: PanelTurn, answerId: string): void {
		const asked = questionView(question, this.onEdit);
		const answer = this.answerOf({ id: answerId, role: 'assistant', text: '' }, question);
		this.questions.push(asked);
		this.answers.push(answer);
		this.log.append(asked.element, answer.element);
		this.changed();
		this.follow.toEnd();
	}

	note(questionId: string, note: string): void {
		this.questions.find(({ turn }) => turn.id === questionId)?.note(note);
		this.follow.grew();
	}

	setKept(kept: string): void {
		this.empty.setKept(kept);
	}

	think(answerId: string, words: string): void {
		this.find(answerId)?.think(words);
	}

	thought(answerId: string, milliseconds: number): void {
		this.find(answerId)?.thought(milliseconds);
	}

	/** Shows an answer anew. */
	replace(turn: PanelTurn): void {
		const place = this.earlier.findIndex(({ id }) => id === turn.id);
		if (place >= 0) this.earlier[place] = turn;
		const old = this.find(turn.id);
		if (old === undefined) return;
		const answer = this.answerOf(turn, this.lastQuestion);
		this.answers = this.answers.map(each => (each === old ? answer : each));
		old.element.replaceWith(answer.element);
		this.follow.grew();
	}

	append(answerId: string, words: string): void {
		this.find(answerId)?.append(words);
	}

	end(answerId: string, outcome: PanelOutcome): void {
		this.find(answerId)?.end(outcome, true);
		this.changed();
	}

	private showEarlier(earlier: PanelTurn[]): void {
		if (earlier !== this.earlier) return; // another conversation is shown now
		let left = atATime;
		for (let turn = earlier.pop(); turn !== undefined; turn = earlier.pop()) {
			const question = earlier.findLast(({ role }) => role === 'user');
			if (turn.role === 'user') this.questions.unshift(this.put(questionView(turn, this.onEdit)));
			else this.answers.unshift(this.put(this.answerOf(turn, question)));
			left -= turn.text.length;
			// An answer never stands without its question.
			if (left <= 0 && turn.role === 'user') break;
		}
		this.follow.grew();
		if (earlier.length > 0) requestIdleCallback(() => this.showEarlier(earlier), { timeout: 200 });
	}

	private put<T extends { readonly element: HTMLElement }>(view: T): T {
		this.log.prepend(view.element);
		return view;
	}

	private answerOf({ id, text: words, thinking, thoughtMilliseconds, outcome }: PanelTurn, question: PanelTurn | undefined): AnswerView {
		const answer = answerView(id, question, () => this.follow.grew());
		if (this.model) answer.waitFor(this.model);
		if (thinking) answer.think(thinking);
		if (thoughtMilliseconds !== undefined) answer.thought(thoughtMilliseconds);
		if (words !== '') answer.append(words);
		if (outcome) answer.end(outcome, false);
		return answer;
	}

	private find(answerId: string): AnswerView | undefined {
		return this.answers.find(answer => answer.id === answerId);
	}

	private changed(): void {
		this.empty.element.hidden = this.questions.length > 0;
		this.log.hidden = this.questions.length === 0;
		this.onChange();
	}
}
