import * as v from 'valibot';
import { emptyReasons, Piece } from './reports.ts';
import { parsed } from './validate.ts';

/**
 * How the extension host and the page that compares members speak. The host sends the whole comparison each time something of it changes; the page asks
 * for it with `ready` and names actions, never commands.
 */
export const comparisonActions = ['compare-members', 'cancel-comparison', 'restart-engine', 'show-log'] as const;
export type ComparisonAction = (typeof comparisonActions)[number];

export const ComparisonPageMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('run'), action: v.picklist(comparisonActions) }),
]);
export type ComparisonPageMessage = v.InferOutput<typeof ComparisonPageMessage>;

/** Texts that are compared at most: one per member, and the fused one. */
export const mostTexts = 65;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const words = v.pipe(v.string(), v.maxLength(2000));
/** Longer than the longest completion. */
const text = v.pipe(v.string(), v.maxLength(65_536));
const positive = v.pipe(v.number(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(positive, v.integer());
const perText = <S extends v.GenericSchema>(one: S) => v.pipe(v.array(one), v.maxLength(mostTexts));

const Outcome = v.variant('kind', [
  v.object({ kind: v.literal('waiting') }),
  /** `reason` says why the text is empty; null when it is not. */
  v.object({ kind: v.literal('written'), text, reason: v.nullable(v.picklist(emptyReasons)), ms: positive, pieces: v.array(Piece) }),
  v.object({ kind: v.literal('failed'), message: words, fix: words }),
]);

export const Comparison = v.object({
  /** Base name of the document. */
  document: words,
  /** Line of the cursor, 1-based. */
  line: count,
  /** Milliseconds since 1970. */
  at: v.number(),
  /** The end of the text before the cursor and the start of the text after it; `earlier` and `later` tell whether the members saw more. */
  prompt: v.object({ before: words, after: words, earlier: v.boolean(), later: v.boolean() }),
  stage: v.variant('kind', [
    v.object({ kind: v.literal('loading') }),
    /** `done` of `of` texts are written, or scored. */
    v.object({ kind: v.picklist(['writing', 'scoring']), done: count, of: count }),
    v.object({ kind: v.picklist(['done', 'cancelled']) }),
    v.object({ kind: v.literal('failed'), message: words, fix: words }),
  ]),
  /** The fused text, of no member, and what every member writes alone. */
  texts: perText(v.object({ member: v.nullable(id), outcome: Outcome })),
  /** Weights of the fused text; empty until it is written. */
  weights: perText(v.object({ id, share })),
  /** Bits per byte of each text, given the prompt: to each of `members` alone, and to the pack with the weights above. Null where there is no figure (yet). */
  scores: v.object({
    members: perText(id),
    /** In the order of `texts`. */
    rows: perText(v.nullable(v.object({ byMember: perText(v.nullable(positive)), pack: v.nullable(positive) }))),
  }),
});
export type Comparison = v.InferOutput<typeof Comparison>;
export type ComparedText = Comparison['texts'][number];

export const ComparisonHostMessage = v.object({ type: v.literal('comparison'), comparison: Comparison });
export type ComparisonHostMessage = v.InferOutput<typeof ComparisonHostMessage>;

/** The page's message, or null for anything else. Never throws. */
export function comparisonPageMessage(value: unknown): ComparisonPageMessage | null {
  return parsed(ComparisonPageMessage, value);
}

/** The host's message, or null for anything else. Never throws. */
export function comparisonHostMessage(value: unknown): ComparisonHostMessage | null {
  return parsed(ComparisonHostMessage, value);
}
