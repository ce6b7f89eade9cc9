// `npm run vscode`: a real VS Code in the browser, with the extension from this checkout and a sample workspace.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { modelsFolder } from '../../src/models/modelsFolder.ts';
import { VscodeServer } from '../support/vscodeServer.ts';

const server = await VscodeServer.start({ workspace: 'media/samples', modelsFolder: modelsFolder(process.env) });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void server.stop().then(() => process.exit(0)));

const address = server.url([['extensionDevelopmentPath', server.uri(process.cwd())], ['openFile', server.uri(join(server.workspace, 'orders.ts'))]]);
console.log(`VS Code with PackLLM is ready at\n\n  ${address}\n\nPress Ctrl+C to stop.`);
openInBrowser(address);

/** Best effort: without a desktop the address above is for copying. */
function openInBrowser(url: string): void {
  const opener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true }).on('error', () => undefined).unref();
}
