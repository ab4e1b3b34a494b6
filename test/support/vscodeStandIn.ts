/**
 * Stands in for VS Code where editor code that only speaks (translations, notifications) runs in plain Node. Import it before anything of
 * `src/editor`: it has to be there when that code asks for the module `vscode`.
 */
import Module from 'node:module';

/** Every notification, with its buttons, in the order shown. */
export const notices: (readonly string[])[] = [];

/** The buttons that will be pressed on the notifications to come, one each; then they are closed. */
export const presses: string[] = [];

/** What the notification with a progress bar shows now, and its button. */
export const progressShown = { title: '', messages: [] as string[], percent: 0, cancel: (): void => undefined };

const show = (...words: readonly string[]) => {
	notices.push(words);
	return Promise.resolve(presses.shift());
};

type Task = (
	progress: { report: (value: { message?: string; increment?: number }) => void },
	token: { isCancellationRequested: boolean; onCancellationRequested: (listener: () => void) => { dispose: () => void } },
) => Promise<unknown>;

function withProgress({ title }: { title: string }, task: Task): Promise<unknown> {
	const listeners = new Set<() => void>();
	const cancel = () => listeners.forEach(each => each());
	Object.assign(progressShown, { title, messages: [], percent: 0, cancel });
	const report = ({ message = '', increment = 0 }) => {
		if (progressShown.messages.at(-1) !== message) progressShown.messages.push(message);
		progressShown.percent += increment;
	};
	const onCancellationRequested = (listener: () => void) => {
		listeners.add(listener);
		return { dispose: () => listeners.delete(listener) };
	};
	return task({ report }, { isCancellationRequested: false, onCancellationRequested });
}

const standIn = {
	env: { language: 'en' },
	l10n: {
		t: (message: string, ...values: readonly unknown[]) =>
			message.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
	},
	ProgressLocation: { Notification: 15 },
	window: {
		showWarningMessage: show,
		showInformationMessage: show,
		showErrorMessage: show,
		setStatusBarMessage: () => undefined,
		withProgress,
	},
	commands: { executeCommand: () => Promise.resolve(undefined) },
};

interface Loader {
	_load(request: string, ...rest: readonly unknown[]): unknown;
}

const loader = Module as unknown as Loader;
const load = loader._load.bind(loader);
loader._load = (request, ...rest) => (request === 'vscode' ? standIn : load(request, ...rest));
