import levenshtein from 'fast-levenshtein';
import * as v from 'valibot';

/** One line as somebody wrote it. */
const Written = v.object({
  /** Up to the first line end. */
  text: v.string(),
  /** The smallest probability of its pieces: how sure the writer was where it was least so. Null without text. */
  confidence: v.nullable(v.number()),
  /** Writing it, ms, once the text around it had been read. */
  ms: v.number(),
});
export type Written = v.InferOutput<typeof Written>;

export const FimOutcome = v.object({
  target: v.string(),
  fused: Written,
  /** By the pack with the help of the workspace; nothing where the workspace was not asked. */
  withWorkspace: v.optional(Written),
  members: v.array(v.object({ id: v.string(), weight: v.number(), bitsPerByte: v.nullable(v.number()), written: Written })),
});
export type FimOutcome = v.InferOutput<typeof FimOutcome>;

/** The same line, white space at its ends aside. */
export function isExact(text: string, target: string): boolean {
  return text.trim() === target.trim();
}

/** 1 − edit distance ÷ the longer length, white space at the ends aside. */
export function editSimilarity(text: string, target: string): number {
  const [a, b] = [text.trim(), target.trim()];
  return 1 - levenshtein.get(a, b) / Math.max(1, a.length, b.length);
}
