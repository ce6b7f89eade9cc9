import { env, l10n, Uri, type Webview } from 'vscode';
import { pageHtml, type PageName } from './page.ts';

const nonceOf = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Puts one of the pages into a webview, which then loads nothing from outside `folder`. */
export function fillPage(webview: Webview, folder: Uri, page: PageName): void {
  const address = (file: string): string => webview.asWebviewUri(Uri.joinPath(folder, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageHtml({
    page,
    nonce: nonceOf(),
    cspSource: webview.cspSource,
    script: address(`${page}.js`),
    styles: address(`${page}.css`),
    codicons: address('codicon.css'),
    language: env.language,
    bundle: l10n.bundle ?? {},
  });
}
