import * as v from 'valibot';
import { degradations, emptyReasons, sources, stopReasons } from './reports.ts';
import { weightingMethods } from './settings.ts';
import { parsed } from './validate.ts';

/**
 * How the extension host and the sidebar's page speak. The host sends the parts of the state that changed; the page asks for
 * all of it with `ready` and names actions, never commands. Members travel by id; no path crosses in either direction.
 */
export const sidebarActions = [
  'choose-weighting', 'pin-weights', 'unpin-weights', 'compare-members', 'open-report', 'manage-models', 'get-standard-pack', 'complete-now',
  'restart-engine', 'show-log', 'toggle-workspace',
] as const;
export type SidebarAction = (typeof sidebarActions)[number];

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const words = v.pipe(v.string(), v.maxLength(2000));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Members that are shown at most. */
export const maximumMembers = 64;
const members = <S extends v.GenericSchema>(member: S) => v.pipe(v.array(member), v.maxLength(maximumMembers));

const memberShare = v.object({ id, share });

export const PageMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('run'), action: v.picklist(sidebarActions) }),
  /** Fixes the weights of these members by hand; they need not sum to one. */
  v.object({ type: v.literal('pin'), weights: members(memberShare) }),
]);
export type PageMessage = v.InferOutput<typeof PageMessage>;

/** Largest completion that is shown, in pieces, and how many requests the history of weights holds. */
export const maximumPieces = 400;
export const historyLength = 30;

/** Base name of the document, and milliseconds since 1970. */
const source = { document: words, at: v.number() };

export const SidebarState = v.object({
  pack: v.nullable(v.object({ kind: v.picklist(['starter', 'standard', 'configured']), advice: words })),
  engine: v.object({ kind: v.picklist(['stopped', 'starting', 'ready', 'busy', 'backoff', 'disabled']), message: words, fix: words }),
  /** Name and release of what runs the models; '' before the first load. */
  library: v.exactOptional(words),
  /** Members that are being loaded, `done` in [0, 1]. */
  loading: members(v.object({ id, done: share })),
  /** The members that are ready, in pack order; null before the first load. */
  members: v.nullable(members(v.object({
    id, name: words, architecture: words, quantisation: words, vocabularySize: count, contextSize: count, bytesInMemory: count,
    /** Whether the model has the tokens to look at the text after the cursor, and predicts no worse with them. */
    fim: v.boolean(),
  }))),
  /** Whether the files of the workspace take part. */
  workspace: v.boolean(),
  /** Weights fixed by hand, on the simplex or all 0; null while each text decides. */
  pinned: v.nullable(members(memberShare)),
  /** The document that the user is in, and whether the weights and the completion below are about it; null without one. */
  front: v.nullable(v.object({ document: words, weights: v.boolean(), completion: v.boolean() })),
  leftOut: members(v.object({ id, message: words, fix: words })),
  weights: v.nullable(v.object({
    ...source,
    method: v.picklist(weightingMethods), reference: words, bytes: count, why: words,
    members: members(v.object({
      id, weight: share, weightError: v.nullable(positive), bitsPerByte: v.nullable(positive), tokens: count, tokensEvaluated: count, ms: positive, seesSuffix: v.boolean(),
    })),
  })),
  completion: v.nullable(v.object({
    ...source,
    /** How much less than the whole pack answered, and why; null where all of it did. */
    degraded: v.nullable(v.object({ level: v.picklist(degradations), why: words })),
    source: v.picklist(sources), reason: v.nullable(v.picklist(emptyReasons)), stop: v.picklist(stopReasons),
    pieces: v.pipe(v.array(v.object({ text: words, member: words, probability: share, byMember: members(memberShare) })), v.maxLength(maximumPieces)),
    /** What members would write by themselves where it differs. */
    alternatives: members(v.object({ member: words, text: words })),
    /** Tokens that went through the models for this request, of all members together. */
    evaluated: count,
    /** Tokens that were there from earlier requests, at least. */
    reused: count,
    /** Whether pieces were left out because there were more than `maximumPieces`. */
    truncated: v.boolean(),
    timing: v.object({ queueMs: positive, promptMs: positive, weightsMs: positive, firstPieceMs: v.nullable(positive), totalMs: positive }),
  })),
  /** Oldest first. */
  history: v.pipe(v.array(v.object({ ...source, weights: members(memberShare) })), v.maxLength(historyLength)),
});
export type SidebarState = v.InferOutput<typeof SidebarState>;

export const HostMessage = v.object({ type: v.literal('state'), state: v.partial(SidebarState) });
export type HostMessage = v.InferOutput<typeof HostMessage>;

/** The page's message, or null for anything else. Never throws. */
export function pageMessage(value: unknown): PageMessage | null {
  return parsed(PageMessage, value);
}

/** The host's message, or null for anything else. Never throws. */
export function hostMessage(value: unknown): HostMessage | null {
  return parsed(HostMessage, value);
}
