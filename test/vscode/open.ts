// `npm run vscode`: a real VS Code in the browser, with the extension from this checkout and a sample workspace.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { modelsFolder } from '../../src/models/modelsFolder.ts';
import { VscodeServer } from '../support/vscodeServer.ts';

execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
const server = await VscodeServer.start({ workspace: 'media/samples', modelsFolder: modelsFolder(process.env) });
const end = (): void => void server.stop().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
// A signal to npm ends npm's shell and not what runs in it: an orphan has nobody who could stop it.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) end();
}, 500);

const address = server.url([['extensionDevelopmentPath', server.uri(process.cwd())], ['openFile', server.uri(join(server.workspace, 'orders.ts'))]]);
console.log(`VS Code with PackLLM is ready at\n\n  ${address}\n\nPress Ctrl+C to stop.`);
openInBrowser(address);

/** Best effort: without a desktop the address above is for copying. */
function openInBrowser(url: string): void {
  const opener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true }).on('error', () => undefined).unref();
}
