import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { RequestMember } from './member/packMember.ts';

/** `llama_token_data`. */
const candidateBytes = 12;
/** Nothing was asked for so long: the user reads, or has stopped typing. */
const quietMs = 1000;
/** Samplers that hold less than this share of the heap stay. */
const worthwhile = 0.5;
/** What they may hold at most before it is collected at once, in heaps: a heap of up to so many bytes takes 15 ms to collect. */
const small = { heap: 64e6, most: 1 };
const large = { most: 2 };

type Counted = Pick<RequestMember, 'backend'>;

/**
 * The library makes a sampler for each forward pass, with room for the whole vocabulary (98 kB for 8,192 tokens, 3 MB for 262,144), which is freed only when the sampler's object
 * is collected. V8 sees an object of a few bytes and is in no hurry, so this collects what may have come to as much as the heap. A collection takes 70 ms with the standard pack, so it waits until nothing is
 * asked; where that never happens, what it costs stays in proportion to what the forward passes cost.
 */
export class SamplerGarbage implements Disposable {
  readonly #clock: Clock;
  readonly #heapUsed: () => number;
  /** What the members' forward passes so far had taken at the last collection, bytes. */
  #before = 0;
  #timer: Disposable | null = null;

  /** `heapUsed` in bytes. */
  constructor(clock: Clock, heapUsed = (): number => process.memoryUsage().heapUsed) {
    this.#clock = clock;
    this.#heapUsed = heapUsed;
  }

  /** Something is asked. */
  wait(): void {
    this.#timer?.dispose();
    this.#timer = null;
  }

  /** Something has been answered. */
  tidy(members: readonly Counted[]): void {
    this.wait();
    const heap = this.#heapUsed();
    const share = (takenBy(members) - this.#before) / heap;
    if (share > (heap <= small.heap ? small : large).most) this.collect(members);
    else if (share > worthwhile) this.#timer = this.#clock.after(quietMs, () => this.collect(members));
  }

  /** At once: others were members until now. */
  collect(members: readonly Counted[]): void {
    globalThis.gc?.();
    this.#before = takenBy(members);
  }

  dispose(): void {
    this.wait();
  }
}

function takenBy(members: readonly Counted[]): number {
  return members.reduce((sum, { backend }) => sum + backend.usage.forwards * backend.vocabulary.tokens.length * candidateBytes, 0);
}
