import type { Vocabulary } from './vocabulary.ts';

/** A counterpart found without measuring any distance. */
export interface Direct {
  readonly target: number;
  readonly how: number;
}

/** One way of comparing two vocabularies: which tokens match directly, and which strings are measured for the rest. */
export interface Comparison {
  /** Token ids of `to` that a distance may choose, first choice first among equal distances. */
  readonly candidates: readonly number[];
  /** What is measured for each candidate, in the order of `candidates`. One UTF-16 unit per compared symbol. */
  readonly candidateKeys: readonly string[];
  /** The counterpart of a token of `from`, or what to measure for it in the units of `candidateKeys`. */
  resolve(id: number): Direct | string;
}

export type Compare = (from: Vocabulary, to: Vocabulary) => Comparison;
