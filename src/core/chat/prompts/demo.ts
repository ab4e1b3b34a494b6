/** What the demo model is asked with: to the letter, sentences it was trained on. It knows no others, and only English and Turkish. */
import { type Attachment, type CodeSource, type Task, type TaskAboutCode } from '../conversation';
import { fenced } from './codeBlocks';
import { isTurkish } from './language';

export function demoSystem(language: string): string {
	return isTurkish(language)
		? 'Sen bir kod yardımcısısın. Yanıtlarını Türkçe ver.'
		: 'You are DeepSeek Coder Local, an assistant that runs on this machine. Be concise and honest.';
}

export function demoPrompt(task: Task, text: string, source: CodeSource, language: string): string {
	const words = task === 'ask' || task === 'terminal' || task === 'commit' ? text : wanted[task][isTurkish(language) ? 'tr' : 'en'];
	return `${words}\n${demoCode(source, language)}`;
}

export function demoCode({ label, languageId, code }: CodeSource | Attachment, language: string): string {
	return `${isTurkish(language) ? 'Dosya' : 'File'}: ${label}\n\n${fenced(languageId, code)}`;
}

/** It was taught the first two; the others are worded alike. */
const wanted: Record<TaskAboutCode, { readonly en: string; readonly tr: string }> = {
	explain: { en: 'Explain the selected code.', tr: 'Seçili kodu açıkla.' },
	test: { en: 'Write a test for this function', tr: 'Bu işlev için bir test yaz' },
	fix: { en: 'Fix this code.', tr: 'Bu kodu düzelt.' },
	document: { en: 'Write a comment for this function', tr: 'Bu işlev için bir açıklama yaz' },
	refactor: { en: 'Refactor this code.', tr: 'Bu kodu yeniden düzenle.' },
	problem: { en: 'Explain the problem in this code.', tr: 'Bu koddaki sorunu açıkla.' },
};
