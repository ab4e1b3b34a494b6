/** How people ask, in English and in Turkish. The first of each task is what the extension itself asks with (core/chat/prompts/demo). */

/** @typedef {{readonly english: readonly string[], readonly turkish: readonly string[]}} Wordings */

/** The first is the extension's. @type {Wordings} */
export const systemSentences = {
	english: [
		'You are DeepSeek Coder Local, an assistant that runs on this machine. Be concise and honest.',
		'You are a helpful coding assistant.',
		'You are a coding assistant inside VS Code. Answer briefly and use Markdown.',
		'You are an expert programmer. Explain code clearly.',
		'You help a programmer inside the editor. Answer in the language of the user.',
		'Answer only from the code you are given.',
	],
	turkish: [
		'Sen bir kod yardımcısısın. Yanıtlarını Türkçe ver.',
		'Sen VS Code içinde çalışan bir programlama yardımcısısın. Türkçe yanıtla.',
		'You are a coding assistant. Always answer in Turkish (Türkçe).',
	],
};

/** What the chat template in the file says where nobody says anything. */
export const defaultSystem =
	'You are an AI programming assistant, utilizing the Deepseek Coder model, developed by Deepseek Company, and you only answer questions related to computer science. For politically sensitive questions, security and privacy issues, and other non-computer science questions, you will refuse to answer';

/** @type {Record<'explain' | 'test' | 'document' | 'fix' | 'problem', Wordings>} */
export const wordings = {
	explain: {
		english: [
			'Explain the selected code.',
			'Explain this code.',
			'Explain the following code:',
			'Explain this function',
			'What does this code do?',
			'What does this do?',
			'Explain the selection',
			'Explain',
			'Can you explain this code?',
			'Please explain this code to me.',
			'Describe what this code does',
			'Explain the code below:',
			'Explain in detail what the following code does.',
			'How does this work?',
			'Explain this code step by step',
			'Give a short explanation of the following code.',
			'Summarize this code',
			'/explain',
			'Walk me through this code',
		],
		turkish: [
			'Seçili kodu açıkla.',
			'Bu kodu açıkla.',
			'Aşağıdaki kodu açıkla:',
			'Bu kod ne yapıyor?',
			'Bu kod ne yapar?',
			'Bu işlevi açıkla',
			'Bu fonksiyonu açıkla',
			'Bu fonksiyon ne yapıyor?',
			'Kodu adım adım açıkla',
			'Bu kodu Türkçe açıkla',
			'Lütfen bu kodu açıklar mısın?',
			'Bu nasıl çalışıyor?',
			'Kısaca açıkla',
		],
	},
	test: {
		english: [
			'Write a test for this function',
			'Generate unit tests for this code',
			'Write unit tests for the following code',
			'Add a test',
			'/test',
			'Write tests for the selected code',
		],
		turkish: ['Bu işlev için bir test yaz', 'Bu kod için birim testi yaz', 'Bu fonksiyon için test yaz', 'Seçili kod için testler yaz'],
	},
	document: {
		english: [
			'Write a comment for this function',
			'Add docs to this function',
			'Write documentation comments for this code',
			'Add a JSDoc comment',
			'Document this function',
			'/doc',
		],
		turkish: ['Bu işlev için bir açıklama yaz', 'Bu işleve belge yorumu ekle', 'Bu koda yorum ekle', 'Bu fonksiyonu belgele'],
	},
	fix: {
		english: ['Fix this code.', 'Fix the bug in this code', 'Find and fix the bug', 'Fix this function', '/fix', 'Fix the selected code'],
		turkish: ['Bu kodu düzelt.', 'Bu koddaki hatayı düzelt', 'Hatayı bul ve düzelt', 'Bu işlevi düzelt'],
	},
	problem: {
		english: ['Explain the problem in this code.', 'What is wrong with this code?'],
		turkish: ['Bu koddaki sorunu açıkla.', 'Bu kodda ne yanlış?'],
	},
};

/** In English, but the answer is to be Turkish. */
export const answerInTurkish = ['Answer in Turkish.', 'Respond in Turkish (Türkçe).', 'Answer in Türkçe.'];
