/** The language a model is asked to answer in, in words it understands. */

/** "Answer in Turkish (Türkçe).", by the names every JavaScript runtime knows; English for a tag it can't read. */
export function answerIn(language: string): string {
	const name = languageName(language, 'en');
	if (name === undefined || name === 'English') return 'Answer in English.';
	const own = languageName(language, language);
	return own === undefined || own === name ? `Answer in ${name}.` : `Answer in ${name} (${own}).`;
}

function languageName(language: string, inLanguage: string): string | undefined {
	try {
		return new Intl.DisplayNames([inLanguage], { type: 'language', fallback: 'none' }).of(languageOf(language));
	} catch {
		return undefined;
	}
}

/** Region codes say nothing about the language asked for, but for Chinese they choose the script. */
function languageOf(language: string): string {
	const tag = language.toLowerCase();
	if (!tag.startsWith('zh')) return baseLanguage(language);
	return /hant|-tw|-hk|-mo/.test(tag) ? 'zh-Hant' : 'zh-Hans';
}

export function baseLanguage(language: string): string {
	return language.toLowerCase().split('-')[0] ?? 'en';
}

export function isTurkish(language: string): boolean {
	return baseLanguage(language) === 'tr';
}
