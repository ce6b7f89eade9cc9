/** How well one member predicted the text before the cursor, in its own tokens. */
export interface MemberFit {
  /** Σ −ln p over the scored tokens, nats. */
  readonly nats: number;
  readonly tokens: number;
  /** UTF-8 bytes of the scored tokens. */
  readonly bytes: number;
}

/**
 * One position of the prompt as every member sees it, over one shared list of candidate tokens.
 * `logits[k][c]` is member k's logit (or log-probability: a constant per row changes nothing) of candidate c.
 */
export interface FusedRow {
  readonly logits: readonly Float64Array[];
  /** Index of the token that really came, among the candidates. */
  readonly target: number;
}

export interface PromptEvidence {
  /** The members' ids; all arrays are in this order. */
  readonly ids: readonly string[];
  readonly fits: readonly MemberFit[];
  /** Rows for methods that fuse the prompt itself; empty for methods that do not ask for them. */
  readonly rows: readonly FusedRow[];
  /** ln p of each chunk of the text between boundaries shared by all members, oldest first. Shape [members][chunks]. */
  readonly chunks: readonly Float64Array[];
  /** Which members' prompts hold the text after the cursor. */
  readonly seesSuffix: readonly boolean[];
}

export interface Weights {
  /** λ on the simplex. */
  readonly lambda: readonly number[];
  /** Standard error of each weight; nothing where the rule knows none. */
  readonly errors?: readonly number[];
  /** A sentence on how they came about, for the user; empty when there is nothing to say. */
  readonly note: string;
}

/**
 * A rule that turns evidence into weights. Each `yield` is a point at which the caller may let others run or give up,
 * so that a long search neither blocks the process nor outlives its request.
 */
export interface Weighting {
  readonly needsRows: boolean;
  weigh(evidence: PromptEvidence): Generator<undefined, Weights, undefined>;
}
