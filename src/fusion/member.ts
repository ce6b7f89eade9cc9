import type { Vocabulary } from './vocabulary/vocabulary.ts';

/**
 * What a member thinks of the next token: the listed tokens with their exact probabilities, most probable first,
 * and the mass of all tokens that are not listed. Σ p + tail = 1.
 */
export interface Distribution {
  readonly ids: Int32Array;
  readonly p: Float64Array;
  readonly tail: number;
  /** No token that is not listed is more probable than this; not known unless told. */
  readonly largestUnlisted?: number;
  /** Estimate of the mass that the denominator of the probabilities leaves out; none unless told. */
  readonly beyond?: number;
}

/** A token that a member chose, with the exact probability that it gave it. */
export interface ChosenToken {
  readonly id: number;
  readonly probability: number;
}

/**
 * One language model of the pack, as fusion sees it. `path` is always the whole sequence of token ids from position 0;
 * the backend keeps a KV cache, evaluates only what differs from it, and counts what it evaluated. What `score` and `predict`
 * have answered it remembers for as long as the path up to that position stays the same, so that fitting the weights
 * again after a keystroke costs only the new tokens.
 * Every method rejects with the signal's reason when `signal` aborts, at the latest after the next forward pass.
 */
export interface MemberBackend {
  readonly id: string;
  readonly vocabulary: Vocabulary;
  /**
   * Own tokenization of UTF-8 text; special tokens written in the text stay text. Adds no BOS.
   * With `continues`, the text goes on from earlier tokens: no dummy space is put before it.
   */
  tokenize(text: Uint8Array, continues?: boolean): Int32Array;
  /** Log-probabilities in nats of path[from…], each given all tokens before it; from ≥ 1. Shape [path.length − from]. */
  score(path: Int32Array, from: number, signal: AbortSignal): Promise<Float64Array>;
  /** Next-token distribution after the whole path, listing at least the `topK` most probable tokens. */
  next(path: Int32Array, topK: number, signal: AbortSignal): Promise<Distribution>;
  /**
   * What comes after the whole path if the text goes on with `pending` (one byte at least): exact probabilities, over the whole vocabulary, of the tokens
   * that spell a beginning of `pending` or all of it and more. `tail` is the mass of such tokens that may be missing from the list.
   */
  nextWithin(path: Int32Array, pending: Uint8Array, signal: AbortSignal): Promise<Distribution>;
  /** Distributions that predict path[from…], one per position, as `next` would list them; from ≥ 1. Shape [path.length − from]. */
  predict(path: Int32Array, from: number, topK: number, signal: AbortSignal): Promise<readonly Distribution[]>;
  /**
   * Gets ready, in one evaluation, what `next` will be asked if the text goes on as path[from…] does: its answers after path[… from), path[… from + 1) and so on up to the
   * whole path; from ≥ 1. Absent where there is nothing to gain: a member that does not evaluate its tokens together.
   */
  lookAhead?(path: Int32Array, from: number, topK: number, signal: AbortSignal): Promise<void>;
  /** The member's own greedy continuation, token by token; ends before an end token. */
  greedy(path: Int32Array, signal: AbortSignal): AsyncIterable<ChosenToken>;
}
