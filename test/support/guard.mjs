// Runs a program in a folder that is its own: `guard.mjs FOLDER PROGRAM [ARGUMENT…]`. When standard input closes, because whoever started this
// said so or ended in whatever way, the program, everything it started and the folder are removed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';

const [folder = '', program = '', ...rest] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
const child = spawn(program, rest, { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
const gone = once(child, 'exit');
process.stdin.resume();
await Promise.race([once(process.stdin, 'close'), gone]);
try {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
} catch {
  // Nothing of it is left.
}
await gone;
await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
process.exit(0);
