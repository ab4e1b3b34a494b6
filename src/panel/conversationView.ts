/** The conversation: a log of questions and answers that follows its end, or the empty state. */
import { type PanelModel, type PanelOutcome, type PanelTurn } from '../protocol/panel';
import { answerView, type AnswerView } from './answerView';
import { element, iconButton } from './element';
import { emptyState } from './emptyState';
import { followEnd } from './follow';
import { questionView, type QuestionView } from './questionView';
import { text } from './strings';

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

	/** @param onChange is called when the conversation began, ended, or an answer started or stopped streaming */
	constructor(private readonly onChange: () => void) {
		this.scroller.append(this.empty.element, this.log);
		this.element = element('div', { class: 'conversation' }, this.scroller, this.toEnd);
	}

	get isStreaming(): boolean {
		return this.answers.some(answer => answer.isStreaming);
	}

	get firstQuestion(): PanelTurn | undefined {
		return this.questions[0]?.turn;
	}

	get lastQuestion(): PanelTurn | undefined {
		return this.questions.at(-1)?.turn;
	}

	setModel(model: PanelModel): void {
		this.model = model;
		this.empty.setModel(model);
		for (const answer of this.answers) if (answer.isStreaming) answer.waitFor(model);
	}

	/** Shows these turns instead of what was there. */
	show(turns: readonly PanelTurn[]): void {
		this.log.replaceChildren();
		this.questions = [];
		this.answers = [];
		for (const turn of turns) {
			if (turn.role === 'user') this.addQuestion(turn);
			else this.addAnswer(turn);
		}
		this.changed();
		this.follow.toEnd();
	}

	start(question: PanelTurn, answerId: string): void {
		this.addQuestion(question);
		this.addAnswer({ id: answerId, role: 'assistant', text: '' });
		this.changed();
		this.follow.toEnd();
	}

	note(questionId: string, note: string): void {
		this.questions.find(({ turn }) => turn.id === questionId)?.note(note);
		this.follow.grew();
	}

	append(answerId: string, words: string): void {
		this.answers.find(answer => answer.id === answerId)?.append(words);
	}

	end(answerId: string, outcome: PanelOutcome): void {
		this.answers.find(answer => answer.id === answerId)?.end(outcome, true);
		this.changed();
	}

	private addQuestion(turn: PanelTurn): void {
		const question = questionView(turn);
		this.questions.push(question);
		this.log.append(question.element);
	}

	private addAnswer({ id, text: words, outcome }: PanelTurn): void {
		const answer = answerView(id, this.lastQuestion, () => this.follow.grew());
		this.answers.push(answer);
		this.log.append(answer.element);
		if (this.model) answer.waitFor(this.model);
		if (words !== '') answer.append(words);
		if (outcome) answer.end(outcome, false);
	}

	private changed(): void {
		this.empty.element.hidden = this.questions.length > 0;
		this.log.hidden = this.questions.length === 0;
		this.onChange();
	}
}
