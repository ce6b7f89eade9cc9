import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { messagesFd } from '../protocol/wire.ts';
import { childEnvironment } from './childEnvironment.ts';

/** Starts one engine process with a pipe for messages at `messagesFd` and a readable error output. */
export type ForkEngine = (entry: string) => ChildProcess;

/**
 * Keeps the engine's memory down: with Node's own 16 MiB for young objects and an arena of the allocator for every thread it has 255 MB of RSS after sixty completions of the
 * starter pack, so 210 MB at most; CPU time is the same within its noise.
 */
const youngObjects = '--max-semi-space-size=2';
const oneArena = { MALLOC_ARENA_MAX: '1' };

/** Runs `entry` with the host's own runtime, as plain Node even where that is Electron. Nothing of the parent's stdio, Node options or secrets is inherited. */
export function forkEngine(entry: string, nodeOptions: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [youngObjects, ...nodeOptions, entry], {
    env: { ...childEnvironment(process.env), ...oneArena },
    // Overlapped: on Windows either side can then read and write at the same time.
    stdio: ['ignore', 'ignore', 'pipe', 'overlapped'],
    windowsHide: true,
  });
}

/** The pipe for messages; null where the process could not start. */
export function messagesOf({ stdio }: { readonly stdio?: readonly unknown[] }): Socket | null {
  const pipe = stdio?.[messagesFd];
  return pipe instanceof Socket ? pipe : null;
}
