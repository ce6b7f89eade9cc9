/** Lines with which native code, Node and the loader say why they stop. None of them quotes a document. */
const marks = [/^GGML_ASSERT\b/, /^(ggml|llama)_\w+: (error|failed)/, /^terminate called/, /FATAL ERROR: /, /^Error \[ERR_\w+\]/, /^Error: Cannot find (module|package)/, /error while loading shared libraries/];

const keptLength = 8192;
const lineLength = 300;

/**
 * The end of what a process wrote to its error output, bounded; only lines that name the cause of a crash are ever read from it,
 * because a stack trace or a parser's message might quote a document.
 */
export class CrashMarks {
  #bytes = 0;
  #tail = '';

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#tail = (this.#tail + chunk.toString('utf8')).slice(-keptLength);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The last telling line, or null. */
  get cause(): string | null {
    const line = this.#tail.split(/\r?\n/).findLast((candidate) => marks.some((mark) => mark.test(candidate)));
    return line?.slice(0, lineLength) ?? null;
  }
}
