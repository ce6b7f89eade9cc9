import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { messagesFd } from '../protocol/wire.ts';
import { childEnvironment } from './childEnvironment.ts';

/** Starts one engine process with a pipe for messages at `messagesFd` and a readable error output. */
export type ForkEngine = (entry: string) => ChildProcess;

/** Keeps Node's part of the engine's memory down, 16 MiB for young objects otherwise, and lets the engine collect what the library left. */
const nodeFlags = ['--max-semi-space-size=2', '--expose-gc'];

/**
 * Lets glibc give back what is freed: one arena, not one for every thread, and thresholds that stay where they begin: glibc raises them to the
 * size of the largest block that was freed, a context of some megabytes. After forty cycles of loading and unloading 184 MB of RSS, so 115 MB and flat.
 */
const allocator = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: String(128 * 1024) };

/** Runs `entry` with the host's own runtime, as plain Node even where that is Electron. Nothing of the parent's stdio, Node options or secrets is inherited. */
export function forkEngine(entry: string, nodeOptions: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [...nodeFlags, ...nodeOptions, entry], {
    env: { ...childEnvironment(process.env), ...allocator },
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
