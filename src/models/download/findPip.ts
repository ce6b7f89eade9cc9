import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { failures } from '../../base/errors.ts';
import { run, type Command, type RunOptions } from './run.ts';

const windows = process.platform === 'win32';

/** How pip may be called, best first. */
const candidates: readonly { readonly program: string; readonly arguments: readonly string[] }[] = [
  ...['python3', 'python', ...(windows ? ['py'] : [])].map((program) => ({ program, arguments: ['-m', 'pip'] })),
  { program: 'pip3', arguments: [] },
  { program: 'pip', arguments: [] },
];

/**
 * The first pip on the PATH that answers. Only absolute PATH entries count, so that nothing in the folder one happens to be in is run;
 * `-m pip` looks for pip in the working folder too, hence `options.folder` must be one of our own. Throws `pip-missing`.
 */
export async function findPip(options: RunOptions): Promise<Command> {
  for (const candidate of candidates) {
    const program = await onPath(candidate.program, options.environment);
    if (program === null) continue;
    const { code } = await run({ program, arguments: [...candidate.arguments, '--version'] }, options);
    if (code === 0) return { program, arguments: candidate.arguments };
  }
  throw failures.pipMissing();
}

async function onPath(name: string, environment: RunOptions['environment']): Promise<string | null> {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  for (const folder of path.split(delimiter).filter((entry) => isAbsolute(entry))) {
    const program = join(folder, windows ? `${name}.exe` : name);
    try {
      await access(program, constants.X_OK);
      return program;
    } catch {
      // The next folder.
    }
  }
  return null;
}
