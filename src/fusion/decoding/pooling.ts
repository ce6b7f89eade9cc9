import type { Delta } from '../distribution/delta.ts';

/** How the members' views of the next symbol become the pack's. */
export type PoolingRule = 'linear' | 'log-linear';

/** What the pack expects next. */
export interface Outlook {
  /** Fused probability of each next byte and of the end. Shape [symbols]. */
  readonly p: Float64Array;
  /** How far any of them may be from the exact one. */
  readonly delta: Delta;
}

/** What one member that follows the text says about the next symbol. */
export interface MemberOutlook {
  /** Its λ at this byte; the pool normalises. */
  readonly share: number;
  /** Known mass of each next symbol. Shape [symbols]. */
  readonly known: Float64Array;
  /** What is missing from the known masses, on the same scale. */
  readonly missing: Delta;
  /** The part of it that asking the member would tell. */
  readonly unasked: number;
}

/** A rule that pools the members' distributions over the next symbol. Pure; the order of the members is irrelevant. */
export interface Pooling {
  /** Whether a member's share grows and shrinks inside a chunk with how well it predicted the chunk so far. */
  readonly carriesOver: boolean;
  /**
   * The fused distribution; null when no member has anything to say. `dropped` bounds from above what members that could not follow the text would add to
   * the shares of the others.
   */
  fuse(members: readonly MemberOutlook[], dropped: number): Outlook | null;
  /** For each member the share of what it is known to say of the next symbol that it may hide without being looked into, where one that is alone may hide `unknown`. */
  mayHide(members: readonly MemberOutlook[], unknown: number): readonly number[];
  /** Whether asking the members everything could not change which symbol is the likeliest. */
  decided(members: readonly MemberOutlook[]): boolean;
  /** Fused probability of a symbol that the members, as they expected the next one, have given the probabilities `own` since. */
  taken(members: readonly MemberOutlook[], own: readonly number[], symbol: number): number;
}
