import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { WeightingPolicy } from '../../protocol/settings.ts';
import type { Configuration } from './configuration.ts';
import { knownWeights, roundedWeights } from './pinnedWeights.ts';

type Weights = Readonly<Record<string, number>>;

/** Weights fixed by hand, and the way back: letting go of them brings back the method that they took the place of, else the default. */
export class Pinning implements Disposable {
  readonly #configuration: Pick<Configuration, 'settings' | 'write' | 'onChange'>;
  readonly #logger: Logger;
  readonly #owned = new Disposables();
  readonly #changes = this.#owned.add(new Emitter<Weights | null>());
  #before: WeightingPolicy['method'] | null = null;

  readonly onChange: Event<Weights | null> = this.#changes.event;

  constructor(configuration: Pick<Configuration, 'settings' | 'write' | 'onChange'>, logger: Logger) {
    this.#configuration = configuration;
    this.#logger = logger;
    this.#owned.add(configuration.onChange(() => this.#changes.fire(this.weights)));
  }

  /** Null while each text decides. */
  get weights(): Weights | null {
    const { method, pinned } = this.#configuration.settings().weighting;
    return method === 'manual' ? pinned : null;
  }

  async pin(weights: Weights): Promise<void> {
    const { method } = this.#configuration.settings().weighting;
    if (method !== 'manual') this.#before = method;
    await this.#configuration.write('weighting.pinned', weights);
    if (method !== 'manual') await this.#configuration.write('weighting.method', 'manual');
  }

  /** Pins what a page asks for: members of `ids` only, and nothing when none of them has any weight. */
  pinKnown(weights: Weights, ids: readonly string[]): void {
    const known = knownWeights(weights, ids);
    if (known === null) return;
    this.pin(roundedWeights(known)).catch((thrown: unknown) => this.#logger.warn(`The weights could not be pinned: ${asPackError(thrown).message}`));
  }

  async unpin(): Promise<void> {
    if (this.weights === null) return;
    await this.#configuration.write('weighting.method', this.#before ?? undefined);
    this.#before = null;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
