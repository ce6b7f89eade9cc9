import type { LoadedMember } from '../../protocol/reports.ts';
import type { FimTokens, Vocabulary } from '../../fusion/vocabulary/vocabulary.ts';

/** In which order a member is shown the text around the cursor; null shows it only the text before. */
export type FimOrder = LoadedMember['fimOrder'];

/** Tokens around the text before the cursor. */
export interface Frame {
  readonly head: Int32Array;
  readonly tail: Int32Array;
}

/** [bos]: nothing but the text before the cursor. */
export function plainFrame({ bos }: Vocabulary): Frame {
  return { head: Int32Array.from(bos === null ? [] : [bos]), tail: new Int32Array(0) };
}

/**
 * With the text after the cursor, `after`, between the markers: [bos] prefix-marker · suffix-marker after middle-marker in
 * prefix–suffix–middle order, and [bos] prefix-marker suffix-marker after middle-marker · nothing in suffix–prefix–middle order, where
 * what is typed comes last and a keystroke leaves all the rest evaluated.
 */
export function fimFrame({ bos }: Vocabulary, { prefix, suffix, middle }: FimTokens, order: NonNullable<FimOrder>, after: Int32Array): Frame {
  const head = [...(bos === null ? [] : [bos]), prefix];
  const tail = Int32Array.of(suffix, ...after, middle);
  return order === 'prefix-suffix-middle' ? { head: Int32Array.from(head), tail } : { head: Int32Array.of(...head, ...tail), tail: new Int32Array(0) };
}
