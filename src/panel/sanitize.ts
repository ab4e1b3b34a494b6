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
 * Makes characters visible that would show a text as another than it is: direction overrides, tag characters, control characters, and
 * those that take no room. They are written out, so that what is copied is what was seen.
 */
export function withoutTricks(text: string): string {
	return text.replace(tricks, character => `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`);
}

/** What joins or parts letters in Persian, Hindi or emoji, and what marks a direction without overriding it, stays. */
const tricks =
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u115f\u1160\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e01ef}]/gu;
