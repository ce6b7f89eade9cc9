import type { Clock } from '../base/clock.ts';
import type { Alignment, AlignMode } from './vocabulary/alignment.ts';
import type { Vocabulary } from './vocabulary/vocabulary.ts';
import type { MemberFit, Weighting } from './weights/weighting.ts';

/** The map from one vocabulary to another; the caller keeps them between requests. */
export type AlignmentOf = (from: Vocabulary, to: Vocabulary) => Promise<Alignment>;

export interface FitPolicy {
  readonly weighting: Weighting;
  /** `bytes`: every member reads its own tokens of the text; `paper`: the reference's tokens pushed through the map. */
  readonly mode: AlignMode;
  /** Must map as `mode` says. */
  readonly alignmentOf: AlignmentOf;
  /** How much text before the cursor is scored, in bytes. */
  readonly windowBytes: number;
  /** Members with a smaller weight leave the request, the reference never does; the others are renormalised. */
  readonly minimumWeight: number;
  /** Tokens that each member lists per position when the method fuses the prompt itself. */
  readonly topK: number;
  /** Tells when a long search has to let others run. */
  readonly clock: Clock;
}

/** Weights for one prompt and what they rest on. Arrays are in the order of the prompts. */
export interface FittedWeights {
  /** λ on the simplex; 0 for a member that leaves the request. */
  readonly weights: readonly number[];
  /** Standard errors of the weights, 0 for a member that leaves; nothing where the method knows none. */
  readonly errors?: readonly number[];
  /** How well each member predicted the window; `tokens` is 0 where there was nothing to score. */
  readonly fits: readonly MemberFit[];
  /** Index of the member whose vocabulary the pack decodes with. */
  readonly reference: number;
  /** Bytes of text in the window. */
  readonly bytes: number;
  /** Why these weights, in plain words. */
  readonly why: string;
}
