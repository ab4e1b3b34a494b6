/**
 * The last gate before model text becomes page: whatever the renderers produced, only these tags, attributes and addresses get through.
 * Nothing here can load, run, style or post anything.
 */
import DOMPurify from 'dompurify';

const config = {
	ALLOWED_TAGS: [
		...['p', 'br', 'hr', 'strong', 'em', 's', 'code', 'pre', 'span', 'a', 'blockquote', 'ul', 'ol', 'li'],
		...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
	],
	ALLOWED_ATTR: ['href', 'title', 'class', 'start', 'data-language'],
	// Every other attribute must look like an address.
	ADD_URI_SAFE_ATTR: ['start', 'data-language'],
	ALLOWED_URI_REGEXP: /^https?:\/\//i,
	ALLOW_DATA_ATTR: false,
	ALLOW_ARIA_ATTR: false,
};

export function sanitizedFragment(html: string): DocumentFragment {
	return DOMPurify.sanitize(html, { ...config, RETURN_DOM_FRAGMENT: true });
}

/**
 * Makes characters visible that would show a text as another than it is: direction overrides, tag characters, control characters.
 * They are written out, so that what is copied is what was seen.
 */
export function withoutTricks(text: string): string {
	return text.replace(tricks, character => `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`);
}

const tricks = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;
