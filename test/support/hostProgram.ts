// The extension in a process of its own, on an editor that shows nothing: `hostProgram.cjs EXTENSION ENGINE EDITOR`, the last as JSON. Takes orders over the IPC channel and answers each.
import Module, { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PackllmApi } from '../../src/editor/api.ts';
import { EditorStandIn, type StandInOptions } from './editorStandIn.ts';

/** What is open in the process. */
export interface HostState {
  /** Disposables that nobody disposed of, by the function that made them. */
  readonly open: readonly string[];
  /** Timers, sockets, pipes and the like that keep Node from ending. */
  readonly handles: readonly string[];
  /** Ids of child processes. */
  readonly children: readonly number[];
  /** Bytes. */
  readonly rss: number;
  readonly heap: number;
  /** What was shown to the user. */
  readonly messages: readonly string[];
  /** How long `activate` took the last time, ms. */
  readonly activationMs: number;
}

/** `start` does not wait for the models, as `activate` does. */
export type Order = 'start' | 'activate' | 'deactivate' | 'state' | 'collect';

const [extensionPath = '', enginePath = '', options = '{}'] = process.argv.slice(2);
const editor = new EditorStandIn(JSON.parse(options) as StandInOptions);

type Load = (request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (request, ...rest) => (request === 'vscode' ? editor.api : load.call(loader, request, ...rest));

interface Extension {
  readonly activate: (context: unknown) => PackllmApi;
}

// Opened here, so that it counts from the beginning.
process.stderr.on('error', () => undefined);

let owned: readonly { dispose(): void }[] = [];

let activationMs = 0;

async function activate(wait: boolean): Promise<void> {
  const { activate: start } = createRequire(extensionPath)(extensionPath) as Extension;
  const context = editor.context((path) => (path === 'dist/engine.js' ? enginePath : resolve(path)));
  const since = performance.now();
  const { whenReady } = start(context);
  activationMs = performance.now() - since;
  owned = context.subscriptions;
  if (wait) await whenReady;
}

function deactivate(): void {
  for (const one of [...owned].reverse()) one.dispose();
  owned = [];
}

function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter((pid) => pid !== '').map(Number));
}

const state = (): HostState => ({ open: editor.open, handles: process.getActiveResourcesInfo(), children: children(), rss: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed, messages: editor.messages, activationMs });

process.on('message', (order: Order) => {
  void (async () => {
    if (order === 'activate' || order === 'start') await activate(order === 'activate');
    if (order === 'deactivate') deactivate();
    if (order === 'collect') globalThis.gc?.();
    process.send?.(state());
  })();
});
process.once('disconnect', () => process.exit(0));
