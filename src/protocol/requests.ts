import * as v from 'valibot';
import { Excerpts } from './excerpts.ts';
import { alignments, decodings, EngineSettings, LearningPolicy, poolings, precisions, Sampling, StopShape, WeightingPolicy } from './settings.ts';
import { MeasureReport, MeasureRequest } from './measure.ts';
import { AlignmentReport, CompletionReport, EngineInfo, LearntReport, LoadReport, Piece, ScoreReport, WeightsReport, WorkspaceReport } from './reports.ts';

/** Largest document of the workspace, in UTF-16 units: larger ones are data, or generated. */
const largestDocument = 256_000;

/** Largest text that crosses to the engine, in UTF-16 units. */
const text = v.pipe(v.string(), v.maxLength(1_000_000));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** Names a document of the workspace; longer than any URI in use. */
const documentId = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

export const MemberSpec = v.object({
  id,
  /** Absolute path of the GGUF file. */
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  /** Tokens of prompt that this model handles well, where its file does not say. */
  window: v.optional(v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(131_072))),
});
export type MemberSpec = v.InferOutput<typeof MemberSpec>;

export const LoadRequest = v.object({
  members: v.pipe(v.array(MemberSpec), v.minLength(1), v.maxLength(16)),
  settings: EngineSettings,
  /** Where vocabulary alignments are kept between runs. */
  cacheFolder: v.string(),
  /** One model after the other, so that a crash names its culprit. */
  oneByOne: v.boolean(),
});
export type LoadRequest = v.InferOutput<typeof LoadRequest>;

/** Progress of one member's loading; `done` is in [0, 1]. `ready` is sent last, `failed` instead of it. */
export const LoadProgress = v.object({ id, path: v.string(), state: v.picklist(['loading', 'ready', 'failed']), done: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) });
export type LoadProgress = v.InferOutput<typeof LoadProgress>;

const fitting = {
  before: text,
  after: text,
  excerpts: v.exactOptional(Excerpts),
  /** The editor's language id; '' when unknown. */
  language: v.pipe(v.string(), v.maxLength(100)),
  weighting: WeightingPolicy,
  alignment: v.picklist(alignments),
  /** Id of the document; its workspace takes part when this is given and the engine knows other documents of it. */
  document: v.optional(documentId),
  /** Only these members take part, the workspace too only when it is named; all when left out. */
  only: v.optional(v.array(id)),
};

export const WeightsRequest = v.object(fitting);
export type WeightsRequest = v.InferOutput<typeof WeightsRequest>;

export const CompletionRequest = v.object({
  ...fitting,
  decoding: v.picklist(decodings),
  /** Of bytes; the default when left out. */
  pooling: v.optional(v.picklist(poolings)),
  /** `fast` when left out. */
  precision: v.optional(v.picklist(precisions)),
  /** Whether members evaluate ahead what a draft expects; unless told, where a forward pass is dear enough. The text is the same either way. */
  drafting: v.optional(v.boolean()),
  /** Each chunk is written by a member drawn by its weight, in its own tokens; `decoding`, `pooling`, `precision` and `drafting` are of no effect then. */
  sampling: v.optional(Sampling),
  shape: StopShape,
  maxBytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536)),
  deadlineMs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600_000)),
});
export type CompletionRequest = v.InferOutput<typeof CompletionRequest>;

export const ScoreRequest = v.object({ text, only: v.optional(v.array(id)) });
export type ScoreRequest = v.InferOutput<typeof ScoreRequest>;

export const AlignRequest = v.object({
  from: id,
  to: id,
  alignment: v.picklist(alignments),
  examples: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
  /** A text to count how the map treats the tokens in use. */
  text: v.optional(text),
});
export type AlignRequest = v.InferOutput<typeof AlignRequest>;

/** Brings every member's KV cache to this text ahead of a request; yields to any real request. */
export const WarmRequest = v.object({ before: text, after: text, excerpts: v.exactOptional(Excerpts) });
export type WarmRequest = v.InferOutput<typeof WarmRequest>;

const language = v.pipe(v.string(), v.maxLength(100));

/** Lets the members learn what they count in this language from a text that the user accepted or typed between these two; yields to any other request. */
export const LearnRequest = v.object({ before: text, after: text, excerpts: v.exactOptional(Excerpts), text, language, learning: LearningPolicy, only: v.optional(v.array(id)) });
export type LearnRequest = v.InferOutput<typeof LearnRequest>;

/** What has been learnt, and where it is kept. */
export const LearntRequest = v.object({ cacheFolder: v.string() });

/** Forgets what was learnt in one language, or in all. */
export const ForgetRequest = v.object({ cacheFolder: v.string(), language: v.optional(language) });

/**
 * What changed in the workspace: documents with their texts, and documents that are gone, none of them excluded from completion. `clear` forgets all others.
 * The engine never opens a file of the workspace itself.
 */
export const WorkspaceRequest = v.object({
  clear: v.boolean(),
  documents: v.pipe(v.array(v.object({ id: documentId, text: v.pipe(v.string(), v.maxLength(largestDocument)) })), v.maxLength(256)),
  removed: v.pipe(v.array(documentId), v.maxLength(4096)),
});
export type WorkspaceRequest = v.InferOutput<typeof WorkspaceRequest>;

/** Every question the host may put to the engine: the method's name, what it takes and what it answers. */
export const methods = {
  load: { params: LoadRequest, result: LoadReport },
  complete: { params: CompletionRequest, result: CompletionReport },
  weights: { params: WeightsRequest, result: WeightsReport },
  score: { params: ScoreRequest, result: ScoreReport },
  align: { params: AlignRequest, result: AlignmentReport },
  warm: { params: WarmRequest, result: v.null() },
  learn: { params: LearnRequest, result: v.null() },
  learnt: { params: LearntRequest, result: v.array(LearntReport) },
  forget: { params: ForgetRequest, result: v.null() },
  measure: { params: MeasureRequest, result: MeasureReport },
  workspace: { params: WorkspaceRequest, result: WorkspaceReport },
  describe: { params: v.null(), result: EngineInfo },
  ping: { params: v.null(), result: v.null() },
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type Params<M extends MethodName> = v.InferOutput<Methods[M]['params']>;
export type Answer<M extends MethodName> = v.InferOutput<Methods[M]['result']>;

/** Values that stream back while a request runs, by the method they belong to. */
export const streams = { load: LoadProgress, complete: Piece } as const;
export type Streams = typeof streams;
export type Streamed<M extends MethodName> = M extends keyof Streams ? v.InferOutput<Streams[M]> : never;
