/** The pages of the product, each with a script and styles of its own name. */
export type PageName = 'sidebar' | 'comparison';

export interface PageParts {
  readonly page: PageName;
  /** Fresh for every page; the only script that runs carries it. */
  readonly nonce: string;
  readonly cspSource: string;
  /** Addresses that the page may load, all below `cspSource`. */
  readonly script: string;
  readonly styles: string;
  readonly codicons: string;
  readonly language: string;
  /** Translations by English message; empty for English. */
  readonly bundle: Readonly<Record<string, string>>;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/gu, (character) => entities[character] ?? '');

/** A page, empty but for what it loads: it draws everything else itself, the empty state too. */
export function pageHtml({ page, nonce, cspSource, script, styles, codicons, language, bundle }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}; font-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${escaped(codicons)}">
<link rel="stylesheet" href="${escaped(styles)}">
<title>PackLLM</title>
</head>
<body data-bundle="${escaped(JSON.stringify(bundle))}">
<main id="${page}"></main>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>`;
}
