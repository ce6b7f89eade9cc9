// `npm run vscode`: a real VS Code in the browser, with the extension from this checkout and a sample workspace.
import { VscodeServer } from '../support/vscodeServer.ts';
import { modelsFolder } from '../../src/models/modelsFolder.ts';

const server = await VscodeServer.start({ workspace: 'media/samples', modelsFolder: modelsFolder(process.env) });
console.log(`VS Code with PackLLM is ready. Open this address in a browser on this machine:\n\n  ${server.url([['extensionDevelopmentPath', server.uri(process.cwd())]])}\n\nPress Ctrl+C to stop.`);
process.once('SIGINT', () => void server.stop().then(() => process.exit(0)));
