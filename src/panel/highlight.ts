/** Colours code with highlight.js: the languages people ask about most, and plain text for the rest. Colours come from the theme, in panel.css. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { sanitizedFragment } from './sanitize';

const languages = {
	...{ bash, c, cpp, csharp, css, diff, dockerfile, go, ini, java, javascript, json, kotlin, lua, markdown },
	...{ php, powershell, python, ruby, rust, sql, swift, typescript, xml, yaml },
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
// VS Code's language ids where highlight.js has another name.
hljs.registerAliases(['typescriptreact'], { languageName: 'typescript' });
hljs.registerAliases(['javascriptreact'], { languageName: 'javascript' });
hljs.registerAliases(['shellscript'], { languageName: 'bash' });
hljs.registerAliases(['jsonc', 'json5'], { languageName: 'json' });

/** A grammar is compiled when it is first used, which would be felt in the middle of an answer: the likeliest are used once while nobody waits. */
export function warmUpColours(): void {
	const likely = ['typescript', 'python', 'bash', 'json'];
	const next = () => {
		const language = likely.shift();
		if (language === undefined) return;
		hljs.highlight(' ', { language });
		requestIdleCallback(next);
	};
	requestIdleCallback(next);
}

/** The code as nodes to append; plain text where the language is unknown. */
export function highlighted(code: string, language: string): Node {
	if (hljs.getLanguage(language) === undefined) return document.createTextNode(code);
	return sanitizedFragment(hljs.highlight(code, { language, ignoreIllegals: true }).value);
}
