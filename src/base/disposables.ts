export interface Disposable {
  dispose(): void;
}

export function toDisposable(dispose: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      dispose();
    },
  };
}

/** Owns what it is given and disposes it in reverse order; what arrives after disposal is disposed at once. */
export class Disposables implements Disposable {
  readonly #owned: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(resource: T): T {
    if (this.#disposed) resource.dispose();
    else this.#owned.push(resource);
    return resource;
  }

  dispose(): void {
    this.#disposed = true;
    for (let resource = this.#owned.pop(); resource !== undefined; resource = this.#owned.pop()) resource.dispose();
  }
}
