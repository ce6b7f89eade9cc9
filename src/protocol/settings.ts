import * as v from 'valibot';

/** How the members' weights λ are chosen. `sim`, `opt` and `exhaustive` are PackLLM's (arXiv 2404.11531); `mixture` fits the mixture over strings. */
export const weightingMethods = ['mixture', 'sim', 'opt', 'exhaustive', 'uniform', 'top1', 'manual'] as const;

/** How the pack writes: byte by byte, each member in its own tokens, or token by token over one vocabulary as PackLLM does. */
export const decodings = ['bytes', 'tokens'] as const;

/** How bytes of several members become one: their probabilities averaged, or their logarithms, by weight. */
export const poolings = ['linear', 'log-linear'] as const;

/** How finely the members' texts are followed byte by byte: `fast` to write with, `exact` to measure with. */
export const precisions = ['fast', 'exact'] as const;

/** How tokens of one vocabulary are matched with another's: by real bytes, or by vocabulary strings as the paper's code does. */
export const alignments = ['bytes', 'paper'] as const;

export const WeightingPolicy = v.object({
  method: v.picklist(weightingMethods),
  /** τ of `sim`, in nats. */
  temperature: v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)),
  /** What `sim` compares: nats per own token (the paper), or nats per byte times the pack's mean bytes per token. */
  loss: v.picklist(['per-token', 'per-byte']),
  /** Whether `opt` stops at the first member that gets no weight, as the paper says and its released code does not. */
  earlyStop: v.boolean(),
  /** λ by member id for `manual`; normalised over the members present. */
  pinned: v.record(v.string(), v.pipe(v.number(), v.minValue(0))),
  /** Members whose weight is below this leave the request; the rest are renormalised. */
  minimumWeight: v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)),
  /** How much text before the cursor the weights are fitted to, in bytes. */
  windowBytes: v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(16_384)),
  /** β of `mixture`: chunks of text that its prior is worth. */
  priorStrength: v.pipe(v.number(), v.minValue(0.1), v.maxValue(10_000)),
  /** Temperature of the prior of `mixture` before anything is learnt, nats per byte. */
  priorTemperature: v.pipe(v.number(), v.minValue(0.001), v.maxValue(100)),
  /** What members that do not see the text after the cursor count together at most in `mixture`, where others see it. */
  blindCap: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Chunks after which `mixture` counts an earlier one half. */
  halfLife: v.pipe(v.number(), v.minValue(1), v.maxValue(1_000_000)),
  /** Whether the prior of `mixture` is what accepted text has taught, once it was enough. */
  useLearnt: v.boolean(),
});
export type WeightingPolicy = v.InferOutput<typeof WeightingPolicy>;

/** How accepted text teaches the members' prior weights. */
export const LearningPolicy = v.object({
  /** η of soft-Bayes, per chunk. */
  rate: v.pipe(v.number(), v.minValue(0.0001), v.maxValue(1)),
  /** Weight that no member falls below. */
  floor: v.pipe(v.number(), v.minValue(0), v.maxValue(0.06)),
});
export type LearningPolicy = v.InferOutput<typeof LearningPolicy>;

/**
 * Where generation ends by itself: a line also with its first sentence where that is asked for; a block before the first line indented less than
 * `indent` columns, or after the one right left of them that begins with `closer`; an answer before the next turn.
 */
export const StopShape = v.variant('kind', [
  v.object({ kind: v.literal('line'), sentence: v.exactOptional(v.literal(true)) }),
  v.object({ kind: v.literal('block'), indent: v.pipe(v.number(), v.integer(), v.minValue(0)), closer: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))) }),
  v.object({ kind: v.literal('text') }),
  v.object({ kind: v.literal('answer') }),
]);
export type StopShape = v.InferOutput<typeof StopShape>;

/** How a text is sampled from the pack. Without one the likeliest is written. */
export const Sampling = v.object({
  /** Of the members' tokens; at 0 the likeliest text is written. */
  temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(5)),
  /** The same seed gives the same text. */
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_295)),
});
export type Sampling = v.InferOutput<typeof Sampling>;

export const EngineSettings = v.object({
  gpu: v.picklist(['auto', 'off', 'vulkan', 'metal', 'cuda']),
  /** Threads for all members together; 0 leaves the choice to the engine. */
  threads: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(256)),
  /** Upper bound of each member's context, in tokens. */
  contextSize: v.pipe(v.number(), v.integer(), v.minValue(256), v.maxValue(131_072)),
  /** Memory that all members together may take, in bytes; 0 leaves the choice to the engine. */
  memoryBudget: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type EngineSettings = v.InferOutput<typeof EngineSettings>;

/** One place for the defaults that the editor's settings, the command line and the tests share. */
export const defaults = {
  weighting: {
    method: 'mixture', temperature: 1, loss: 'per-byte', earlyStop: true, pinned: {}, minimumWeight: 0.05, windowBytes: 600,
    priorStrength: 20, priorTemperature: 0.4, halfLife: 100, blindCap: 0.9, useLearnt: true,
  },
  learning: { rate: 0.05, floor: 0.01 },
  decoding: 'bytes',
  pooling: 'log-linear',
  alignment: 'bytes',
  engine: { gpu: 'auto', threads: 0, contextSize: 2048, memoryBudget: 0 },
  line: { maxBytes: 256, deadlineMs: 1500 },
  block: { maxBytes: 1024, deadlineMs: 4000 },
  text: { maxBytes: 1024, deadlineMs: 30_000 },
  answer: { maxBytes: 600, deadlineMs: 30_000 },
} as const satisfies {
  readonly weighting: WeightingPolicy;
  readonly learning: LearningPolicy;
  readonly decoding: (typeof decodings)[number];
  readonly pooling: (typeof poolings)[number];
  readonly alignment: (typeof alignments)[number];
  readonly engine: EngineSettings;
  readonly [shape: string]: unknown;
};
