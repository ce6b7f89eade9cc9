import { addAbortSignal } from 'node:stream';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { asPackError } from '../../base/errors.ts';
import type { SharedFlags } from '../arguments/flags.ts';
import { UsageError } from '../arguments/usageError.ts';
import type { Installation } from './installation.ts';
import { Interruption } from './interruption.ts';
import type { ExitCode, Run } from './run.ts';
import { Terminal } from './terminal.ts';

/** Runs the work of the command that was given on the command line. */
export type Runner = (command: Command, work: (run: Run) => Promise<ExitCode>) => Promise<void>;

/** Gives a command its terminal and its signal, and turns its outcome into the exit code and at most one line of error. */
export function createRunner(process: NodeJS.Process, installation: Installation): Runner {
  return async (command, work) => {
    const flags = command.optsWithGlobals<SharedFlags>();
    const terminal = new Terminal(process.stdout, process.stderr, { json: flags.json === true, quiet: flags.quiet === true, colour: flags.color });
    const interruption = new Interruption(process);
    try {
      const stdin = endedBy(interruption.signal, process.stdin);
      const exitCode = await work({ flags, terminal, stdin, installation, clock: systemClock, signal: interruption.signal });
      process.exitCode = interruption.exitCode ?? exitCode;
    } catch (thrown) {
      process.exitCode = interruption.exitCode ?? report(thrown, terminal);
    } finally {
      interruption.dispose();
    }
  };
}

/** Reading waits for the user for as long as it takes, unless the signal ends it. */
function endedBy(signal: AbortSignal, stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  stdin.on('error', () => undefined);
  return addAbortSignal(signal, stdin);
}

function report(thrown: unknown, terminal: Terminal): ExitCode {
  const usage = thrown instanceof UsageError;
  const failure = usage ? { code: 'usage', message: thrown.message, fix: '' } : asPackError(thrown).toFailure();
  terminal.fail(failure);
  if (terminal.json) terminal.printJson({ error: failure });
  return usage ? 2 : 1;
}
