import type { Clock } from '../../base/clock.ts';
import type { SharedFlags } from '../arguments/flags.ts';
import type { Installation } from './installation.ts';
import type { Terminal } from './terminal.ts';

/** 1: failed, or `doctor` found something to fix. 2: the command line is wrong. 130 and the like: ended by a signal. */
export type ExitCode = number;

/** What one command has to work with. */
export interface Run {
  readonly flags: SharedFlags;
  readonly terminal: Terminal;
  readonly stdin: NodeJS.ReadStream;
  readonly installation: Installation;
  readonly clock: Clock;
  /** Aborts on Ctrl-C, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
}
