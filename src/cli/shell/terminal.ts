import { Ansis } from 'ansis';
import type { PackError } from '../../base/errors.ts';
import { styleFor, type Style } from '../render/style.ts';
import { asTyped } from './invocation.ts';

export interface TerminalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** False switches colours off whatever the terminal can do. */
  readonly colour: boolean;
}

/** The shell around a command: results go to standard output, and everything said about them to standard error. */
export class Terminal {
  /** For standard output. */
  readonly style: Style;
  /** For standard error. */
  readonly noteStyle: Style;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;

  constructor(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, options: TerminalOptions) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.json = options.json;
    this.quiet = options.quiet;
    this.style = styleFor(options.colour ? colourLevel(stdout) : 0);
    this.noteStyle = styleFor(options.colour ? colourLevel(stderr) : 0);
  }

  /** Columns of text to fill. */
  get width(): number {
    return Math.max(60, Math.min(100, this.#stdout.isTTY ? this.#stdout.columns : 80));
  }

  /** Where a progress bar may be drawn, or null where it would end up in a file. */
  get progressStream(): NodeJS.WriteStream | null {
    return this.#stderr.isTTY && !this.quiet ? this.#stderr : null;
  }

  write(text: string): void {
    this.#stdout.write(text);
  }

  print(text: string): void {
    this.write(`${text}\n`);
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  /** Something worth knowing that is no result. */
  note(text: string): void {
    if (!this.quiet) this.#stderr.write(`${asTyped(text, process.env)}\n`);
  }

  warn(text: string): void {
    this.note(`${this.noteStyle.warning('!')} ${text}`);
  }

  /** Why the command failed, and what to do; one line. */
  fail(error: Pick<PackError, 'message' | 'fix'>): void {
    this.#stderr.write(`${this.noteStyle.bad('packllm:')} ${asTyped([error.message, error.fix].filter((part) => part !== '').join(' '), process.env)}\n`);
  }
}

/** Colours are for a terminal, or for whoever sets FORCE_COLOR: a pipe gets none, also where the environment is a build server's. */
function colourLevel(stream: NodeJS.WriteStream): number {
  const { level } = new Ansis();
  if (process.env['FORCE_COLOR'] !== undefined) return level;
  return stream.isTTY && process.env['NO_COLOR'] === undefined ? Math.max(1, level) : 0;
}
