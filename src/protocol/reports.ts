import * as v from 'valibot';
import { alignments, decodings, Sampling, weightingMethods } from './settings.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const FailureReport = v.object({ code: v.string(), message: v.string(), fix: v.string() });
export type FailureReport = v.InferOutput<typeof FailureReport>;

/** What one member contributed to one request. */
export const MemberReport = v.object({
  id: v.string(),
  /** λ, on the simplex over all members; 0 when the member left the request. */
  weight: probability,
  /** Standard error of the weight, from how sharply the text before the cursor decides it; nothing where the method knows none. */
  weightError: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** exp of the mean negative log-probability per own token of the text before the cursor; null without any text. */
  perplexity: v.nullable(v.pipe(v.number(), v.minValue(0))),
  /** Σ −log2 p / bytes of the same text; the figure that compares across tokenizers. */
  bitsPerByte: v.nullable(v.pipe(v.number(), v.minValue(0))),
  /** Own tokens of the scored text. */
  tokens: count,
  /** Tokens that went through the model in this request; the rest came from the KV cache. */
  tokensEvaluated: count,
  /** Tokens of the whole prompt: what was not evaluated of it came from the KV cache. */
  promptTokens: v.optional(count),
  /** Forward passes that they went through in. */
  forwards: v.optional(count),
  /** Tokens that were evaluated ahead of the text, in a draft, and stayed; nothing where nothing was drafted. */
  tokensAccepted: v.optional(count),
  /** Time this member computed in this request. */
  ms: milliseconds,
  /** Whether the member's prompt held the text after the cursor. */
  seesSuffix: v.boolean(),
});
export type MemberReport = v.InferOutput<typeof MemberReport>;

export const WeightsReport = v.object({
  method: v.picklist(weightingMethods),
  alignment: v.picklist(alignments),
  /** The member whose tokenizer the pack decodes with. */
  reference: v.string(),
  /** Bytes of text before the cursor that the weights were fitted to. */
  bytes: count,
  members: v.array(MemberReport),
  /** Why these weights, in plain words. */
  why: v.string(),
});
export type WeightsReport = v.InferOutput<typeof WeightsReport>;

/** A stretch of generated text and who wanted it. */
export const Piece = v.object({
  text: v.string(),
  /** The member with the largest λ · p of this piece; of sampled text, the one that wrote it. */
  member: v.string(),
  /** Fused probability of the piece; of sampled text, that of its member alone, before the temperature. */
  probability,
  /** Each active member's own probability of the piece; of sampled text, that of its member alone. */
  byMember: v.record(v.string(), probability),
  /** Where it came from: a draft that stood before in the text, a draft of a member, or neither; nothing where nothing is drafted. */
  origin: v.optional(v.union([v.object({ kind: v.picklist(['look-up', 'chosen']) }), v.object({ kind: v.literal('drafted'), by: v.string() })])),
});
export type Piece = v.InferOutput<typeof Piece>;

export const stopReasons = ['line-end', 'block-end', 'end-token', 'length', 'deadline', 'repetition', 'cancelled', 'none'] as const;
/** What answered a request; `in-flight` had begun for an earlier place, `prefetched` before anybody asked. */
export const sources = ['generated', 'typing-as-suggested', 'cache', 'in-flight', 'prefetched', 'none'] as const;

/** Why a completion has no text. */
export const emptyReasons = [
  'cancelled', 'deadline', 'end-of-text', 'engine-unavailable', 'excluded', 'filtered', 'no-members', 'nothing-to-add', 'saving', 'switched-off', 'unsure',
] as const;

/** How much less than the whole pack a request got, least first. */
export const degradations = ['fewer-members', 'top-member', 'cached-only'] as const;

export const Degraded = v.object({
  level: v.picklist(degradations),
  /** Members that sat the request out. */
  without: v.array(v.string()),
  /** One sentence. */
  why: v.string(),
});
export type Degraded = v.InferOutput<typeof Degraded>;

/** How far the fused probability of a byte may be from the exact one: by an estimate for shortened denominators, and two upper bounds. */
export const Delta = v.object({
  denominator: probability,
  /** Tokens that no list showed. */
  tail: probability,
  /** Spellings that were not followed. */
  pruning: probability,
});
export type Delta = v.InferOutput<typeof Delta>;

/** One completion, whole: what the editor shows, the sidebar explains, the command line prints and the evaluation measures. */
export const CompletionReport = v.object({
  ...WeightsReport.entries,
  decoding: v.picklist(decodings),
  /** How the text was sampled; nothing where the likeliest one was written. */
  sampling: v.optional(Sampling),
  /** The largest δ of the text's bytes; null where the way of decoding knows none. */
  delta: v.nullable(Delta),
  text: v.string(),
  source: v.picklist(sources),
  /** Nothing where the whole pack took part. */
  degraded: v.optional(Degraded),
  /** Why the text is empty; null when it is not. */
  reason: v.nullable(v.picklist(emptyReasons)),
  pieces: v.array(Piece),
  /** What the pack wrote after the text and was not sure enough of to show it unasked; nothing where all is shown. */
  withheld: v.optional(v.array(Piece)),
  /** What members would write by themselves, where it differs from `text`; nothing where nobody asked for it. */
  alternatives: v.optional(v.array(v.object({ member: v.string(), text: v.string() }))),
  stop: v.picklist(stopReasons),
  timing: v.object({
    /** Waiting for an earlier request to give way. */
    queueMs: milliseconds,
    /** Bringing the members to the cursor, and scoring the text before it. */
    promptMs: milliseconds,
    /** Choosing the weights. */
    weightsMs: milliseconds,
    /** From the start of the request to the first piece; null when there is none. */
    firstPieceMs: v.nullable(milliseconds),
    totalMs: milliseconds,
  }),
});
export type CompletionReport = v.InferOutput<typeof CompletionReport>;

/** Mean negative log-probabilities of a whole text, member by member. */
export const ScoreReport = v.object({ bytes: count, members: v.array(v.omit(MemberReport, ['weight', 'weightError', 'seesSuffix'])) });
export type ScoreReport = v.InferOutput<typeof ScoreReport>;

export const fimOrders = ['prefix-suffix-middle', 'suffix-prefix-middle'] as const;

/** A member as it was loaded. */
export const LoadedMember = v.object({
  id: v.string(),
  name: v.string(),
  architecture: v.string(),
  quantisation: v.string(),
  vocabularySize: count,
  tokenizer: v.picklist(['byte-bpe', 'sentencepiece']),
  /** The strings of the FIM tokens, or null when the model file has none: the member then sees only the text before the cursor. */
  fim: v.nullable(v.object({ prefix: v.string(), suffix: v.string(), middle: v.string() })),
  /** In which order the member is shown the text around the cursor; null without FIM tokens, or when it predicts better from the text before alone. */
  fimOrder: v.nullable(v.picklist(fimOrders)),
  bytesOnDisk: count,
  bytesInMemory: count,
  /** Tokens the member's context holds. */
  contextSize: count,
  threads: count,
  /** Layers on a GPU. */
  gpuLayers: count,
  loadMs: milliseconds,
});
export type LoadedMember = v.InferOutput<typeof LoadedMember>;

export const EngineInfo = v.object({
  /** Version of the engine library and release of the llama.cpp in it. */
  library: v.string(),
  llamaCpp: v.string(),
  /** `cpu`, or the kind of GPU in use. */
  device: v.string(),
  cores: count,
  threads: count,
  memoryTotal: count,
  memoryFree: count,
  memoryUsed: count,
});
export type EngineInfo = v.InferOutput<typeof EngineInfo>;

/** What became of a pack: the members that are ready, and those that are not, each with its reason. */
export const LoadReport = v.object({
  engine: EngineInfo,
  members: v.array(LoadedMember),
  leftOut: v.array(v.object({ id: v.string(), path: v.string(), ...FailureReport.entries })),
});
export type LoadReport = v.InferOutput<typeof LoadReport>;

const promptKinds = ['plain', 'fim'] as const;

/** What accepted text in one language has taught about the members: weights and a count, never text. */
export const LearntReport = v.object({
  language: v.pipe(v.string(), v.maxLength(100)),
  /** Prompts that some member sees the text after the cursor of (`fim`) have priors of their own. */
  kind: v.picklist(promptKinds),
  /** Chunks of text that it was learnt from. */
  chunks: count,
  members: v.pipe(v.array(v.object({ id: v.pipe(v.string(), v.maxLength(200)), weight: probability })), v.maxLength(64)),
});
export type LearntReport = v.InferOutput<typeof LearntReport>;

/** What the engine holds of the workspace; memory in bytes. */
export const WorkspaceReport = v.object({ documents: count, bytes: count, memory: count });
export type WorkspaceReport = v.InferOutput<typeof WorkspaceReport>;

/** How the tokens of one member's vocabulary map to another's. */
export const AlignmentReport = v.object({
  from: v.string(),
  to: v.string(),
  alignment: v.picklist(alignments),
  tokens: count,
  exact: count,
  /** Exact once the word-start marker is swapped (`paper`). */
  marker: count,
  /** By minimum edit distance. */
  nearest: count,
  ms: milliseconds,
  cached: v.boolean(),
  /** Of the tokens of the request's text, how many there are and how many map to one that spells the same bytes; null without a text. */
  running: v.nullable(v.object({ tokens: count, same: count })),
  /** A few of the worst matches, largest distance first. */
  examples: v.array(v.object({ token: v.string(), match: v.string(), distance: count })),
});
export type AlignmentReport = v.InferOutput<typeof AlignmentReport>;
