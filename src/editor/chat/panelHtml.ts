/** The chat panel's page. It may run one script of ours and nothing else, and load nothing from anywhere. */
export interface PanelHtmlParts {
	/** As a BCP 47 tag, for screen readers. */
	readonly language: string;
	readonly nonce: string;
	/** What VS Code serves the extension's files from. */
	readonly source: string;
	readonly script: string;
	readonly style: string;
}

export function panelHtml({ language, nonce, source, script, style }: PanelHtmlParts): string {
	const policy = [
		`default-src 'none'`,
		`style-src ${source}`,
		// The icons' font is part of the style sheet.
		`font-src data:`,
		`script-src 'nonce-${nonce}'`,
		`base-uri 'none'`,
		`form-action 'none'`,
	].join('; ');
	return `<!DOCTYPE html>
<html lang="${language}">
<head>
	<meta charset="utf-8">
	<meta http-equiv="Content-Security-Policy" content="${policy}">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<title>DeepSeek Coder</title>
	<link rel="stylesheet" href="${style}">
</head>
<body>
	<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
