/** Streamed text on its way to a slow writer. One write is under way at a time; what arrives meanwhile goes into the next. */
export class TextQueue {
  readonly #write: (text: string) => PromiseLike<unknown>;
  #pending = '';
  #busy = false;
  #done: Promise<void> = Promise.resolve();

  constructor(write: (text: string) => PromiseLike<unknown>) {
    this.#write = write;
  }

  append(text: string): void {
    if (text === '') return;
    this.#pending += text;
    if (!this.#busy) this.#done = this.#drain();
  }

  /** Resolves when everything is written. Rejects as the writer did. */
  async finish(): Promise<void> {
    await this.#done;
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#pending !== '') {
        const text = this.#pending;
        this.#pending = '';
        await this.#write(text);
      }
    } finally {
      this.#busy = false;
    }
  }
}
