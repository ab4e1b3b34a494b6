/**
 * Stands in for VS Code where editor code that only speaks (translations, notifications) runs in plain Node. Import it before anything of
 * `src/editor`: it has to be there when that code asks for the module `vscode`.
 */
import Module from 'node:module';

/** Every notification, with its buttons, in the order shown. */
export const notices: (readonly string[])[] = [];

const show = (...words: readonly string[]) => {
	notices.push(words);
	return Promise.resolve(undefined);
};

const standIn = {
	env: { language: 'en' },
	l10n: {
		t: (message: string, ...values: readonly unknown[]) =>
			message.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
	},
	window: { showWarningMessage: show, showInformationMessage: show, showErrorMessage: show, setStatusBarMessage: () => undefined },
	commands: { executeCommand: () => Promise.resolve(undefined) },
};

interface Loader {
	_load(request: string, ...rest: readonly unknown[]): unknown;
}

const loader = Module as unknown as Loader;
const load = loader._load.bind(loader);
loader._load = (request, ...rest) => (request === 'vscode' ? standIn : load(request, ...rest));
