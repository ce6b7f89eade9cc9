import type { PackMember } from './member/packMember.ts';

/** `llama_token_data`. */
const candidateBytes = 12;

/**
 * The library makes a sampler for each forward pass, with room for the whole vocabulary (98 kB for 8,192 tokens, 3 MB for 262,144), which is freed only when the sampler's object
 * is collected. V8 sees an object of a few bytes and is in no hurry, so this collects whenever samplers may hold as much as the heap does: what that costs stays in
 * proportion to what the forward passes cost.
 */
export class SamplerGarbage {
  /** What the members' forward passes so far had taken at the last collection, bytes. */
  #before = 0;

  /** To be called between requests. */
  tidy(members: readonly PackMember[]): void {
    if (takenBy(members) - this.#before > process.memoryUsage().heapUsed) this.collect(members);
  }

  /** At once: others were members until now. */
  collect(members: readonly PackMember[]): void {
    globalThis.gc?.();
    this.#before = takenBy(members);
  }
}

function takenBy(members: readonly PackMember[]): number {
  return members.reduce((sum, { backend }) => sum + backend.usage.forwards * backend.vocabulary.tokens.length * candidateBytes, 0);
}
