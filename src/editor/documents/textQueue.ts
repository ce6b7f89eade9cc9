/** Streamed text on its way to a slow writer. One write is under way at a time; what arrives meanwhile goes into the next. A writer that failed is not asked again. */
export class TextQueue {
  readonly #write: (text: string) => PromiseLike<unknown>;
  #pending = '';
  #writing: Promise<void> | null = null;
  #failure: { readonly thrown: unknown } | null = null;

  constructor(write: (text: string) => PromiseLike<unknown>) {
    this.#write = write;
  }

  append(text: string): void {
    if (text === '' || this.#failure !== null) return;
    this.#pending += text;
    this.#writing ??= this.#drain();
  }

  /** Resolves when everything is written. Rejects as the writer did. */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#failure !== null) throw this.#failure.thrown;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#pending !== '') {
        const text = this.#pending;
        this.#pending = '';
        await this.#write(text);
      }
    } catch (thrown) {
      this.#failure = { thrown };
    } finally {
      this.#writing = null;
    }
  }
}
