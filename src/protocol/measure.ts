import * as v from 'valibot';
import { Excerpts } from './excerpts.ts';
import { LearntReport, MemberReport } from './reports.ts';
import { alignments, decodings, LearningPolicy, poolings, WeightingPolicy } from './settings.ts';

const text = v.pipe(v.string(), v.maxLength(1_000_000));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const amount = v.pipe(v.number(), v.minValue(0));
const count = v.pipe(amount, v.integer());
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** How finely members' texts are followed, where it differs from the product's own way: the fields of the engine's cover policy. */
export const Precision = v.object({
  epsilon: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  beam: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096))),
  unknown: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** Tokens that each member lists per position. */
  topK: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(262_144))),
  spellings: v.exactOptional(v.picklist(['canonical', 'all'])),
});
export type Precision = v.InferOutput<typeof Precision>;

/** What accepted text has taught, brought along by the caller: a measurement neither reads nor changes what the engine keeps. */
export const GivenPrior = v.nullable(v.pick(LearntReport, ['chunks', 'members']));
export type GivenPrior = v.InferOutput<typeof GivenPrior>;

/** One way of fusing, to be measured. */
export const MeasuredPolicy = v.object({
  weighting: WeightingPolicy,
  alignment: v.picklist(alignments),
  decoding: v.picklist(decodings),
  pooling: v.picklist(poolings),
  precision: Precision,
  /** The prior of `mixture`; null for the one before anything is learnt. */
  prior: GivenPrior,
  /** Soft-Bayes over the chunks of the true text, and what it leaves behind; bytes only. Null leaves the weights as they are fitted. */
  learning: v.nullable(LearningPolicy),
});
export type MeasuredPolicy = v.InferOutput<typeof MeasuredPolicy>;

/** How well do the members, and the pack under each of several policies, predict what really comes next? */
export const MeasureRequest = v.object({
  before: text,
  after: text,
  excerpts: v.exactOptional(Excerpts),
  /** The true text at the cursor; at least one character. */
  continuation: v.pipe(v.string(), v.minLength(1), v.maxLength(16_384)),
  /** The first one also says how much text before the cursor the members' figures are about; without any it is all that they see. */
  policies: v.pipe(v.array(MeasuredPolicy), v.maxLength(64)),
  /** Names the document of the workspace whose text this is; the workspace then takes part and does not know this document. */
  document: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))),
  /** Only these members take part; all when left out. */
  only: v.optional(v.array(id)),
});
export type MeasureRequest = v.InferOutput<typeof MeasureRequest>;

const MeasuredText = {
  /** Σ −log2 p of the continuation, at most 40 per byte; null when there was nothing to go on from. */
  bits: v.nullable(amount),
  /** Bytes that were given no probability worth the name. */
  impossible: count,
};

export const MeasuredPack = v.object({
  ...MeasuredText,
  /** λ, in the order of the members. */
  weights: v.array(probability),
  /** Index of the member whose vocabulary the tokens are fused over. */
  reference: count,
  /** Fused loss of the text before the cursor under these weights, nats per row; null for methods that do not fuse it. */
  objective: v.nullable(v.number()),
  /** Choosing the weights, once the members had read the text, ms. */
  weightsMs: amount,
  /** Positions asked about one by one, in the order of the members: forward passes without drafts. */
  forwards: v.array(count),
  /** δ over the bytes, `within` the share of them with δ ≤ 1e-3; null for tokens. */
  delta: v.nullable(v.object({ median: amount, p95: amount, max: amount, within: probability })),
  /** The likeliest symbol at each byte, 256 for the end; empty for tokens. */
  decisions: v.array(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(256))),
  /** What this text has taught, with `learning`. */
  learnt: GivenPrior,
});
export type MeasuredPack = v.InferOutput<typeof MeasuredPack>;

/** All figures of one measurement; arrays are in the order of the request. */
export const MeasureReport = v.object({
  /** UTF-8 bytes of the continuation. */
  bytes: count,
  members: v.array(v.object({ ...v.omit(MemberReport, ['weight', 'weightError']).entries, ...MeasuredText })),
  policies: v.array(MeasuredPack),
});
export type MeasureReport = v.InferOutput<typeof MeasureReport>;
