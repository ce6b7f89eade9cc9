import { fork, type ChildProcess } from 'node:child_process';
import { childEnvironment } from './childEnvironment.ts';

/** Starts one engine process with an IPC channel and a readable error output. */
export type ForkEngine = (entry: string) => ChildProcess;

/** Runs `entry` with the host's own runtime, as plain Node even where that is Electron. Nothing of the parent's stdio, Node options or secrets is inherited. */
export const forkEngine: ForkEngine = (entry) =>
  fork(entry, [], {
    env: childEnvironment(process.env),
    execArgv: [],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
