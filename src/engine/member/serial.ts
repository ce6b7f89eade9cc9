/** Runs what it is given one after the other, in order of arrival; a failure does not stop those behind it. */
export class Serial {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(job: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(job, job);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when everything given so far has run. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
