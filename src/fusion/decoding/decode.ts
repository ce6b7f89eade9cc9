import type { Clock } from '../../base/clock.ts';
import type { Delta } from '../distribution/delta.ts';
import type { Precision } from '../distribution/precision.ts';
import type { AlignmentOf } from '../fit.ts';
import type { AlignMode } from '../vocabulary/alignment.ts';
import type { Origin } from './draft.ts';
import type { DraftingPolicy } from './drafter.ts';
import type { PoolingRule } from './pooling.ts';
import type { StopShape } from './stopRule.ts';

export interface SamplingPolicy {
  /** Of the members' tokens, above 0: p^(1/T) over its sum. */
  readonly temperature: number;
  /** A whole number; the same one gives the same text. */
  readonly seed: number;
}

export interface DecodePolicy {
  /**
   * `bytes`: every member spells the text in its own tokens and the pack is a mixture over strings; `tokens`: logits are fused over the
   * reference's vocabulary, as published.
   */
  readonly decoding: 'bytes' | 'tokens';
  /** How the members' bytes are pooled. */
  readonly pooling: PoolingRule;
  readonly mode: AlignMode;
  /** Must map as `mode` says. */
  readonly alignmentOf: AlignmentOf;
  /** How finely the members' texts are followed where the pack writes bytes. */
  readonly precision: Precision;
  /** Tokens that each member lists per step; `exact` lists more. */
  readonly topK: number;
  readonly shape: StopShape;
  /** Upper bound of the generated text, in UTF-8 bytes; text is cut between code points. */
  readonly maxBytes: number;
  /** What stands at the end of the prompts already and belongs to the text, for whoever ends it; nothing unless told. */
  readonly written?: string;
  /** Moment on `clock` after which no further token is waited for. */
  readonly deadline: number;
  readonly clock: Clock;
  /**
   * Whether the last token before the cursor may turn out as the beginning of another one ("retur" → "return").
   * Off for a pack of one that has to write exactly what its model writes alone.
   */
  readonly heal: boolean;
  /** Where given, members evaluate ahead what is likely to come. The text is the same either way. Of bytes only. */
  readonly drafting?: Pick<DraftingPolicy, 'onAccepted' | 'lookUp'>;
  /** Where given, the text is sampled from the linear mixture, whatever `decoding`, `pooling` and `precision` say; else each step is the likeliest one. */
  readonly sampling?: SamplingPolicy;
}

/** A stretch of generated text, whole code points, and who wanted it. */
export interface FusedPiece {
  readonly text: string;
  /** Id of the member with the largest λ · p. */
  readonly member: string;
  /** Fused probability; of a sampled piece, that of the member that wrote it, before the temperature. */
  readonly probability: number;
  /** Each active member's own probability, by id; of a sampled piece, that of the member that wrote it alone. */
  readonly byMember: Readonly<Record<string, number>>;
  /** How far a byte's fused probability may be from the exact one; nothing where that is not known. */
  readonly delta?: Delta;
  /** Where it came from; nothing where nothing is drafted. */
  readonly origin?: Origin;
}
