import { concatIds } from '../bytes.ts';
import type { FittedWeights } from '../fit.ts';
import type { MemberPrompt } from '../prompt.ts';
import { normalised } from '../weights/simplex.ts';
import type { DecodePolicy, FusedPiece } from './decode.ts';
import { decodeFused } from './decodeFused.ts';
import { Limit } from './limit.ts';
import { cutPieces, textOf } from './pieces.ts';

/** Candidates at most; each costs every active member a short forward. */
const mostCandidates = 8;
/** Truncations of the fused text among them. */
const mostTruncations = 4;
/** Characters of the suffix's first line that candidates are judged by. */
const judgedCharacters = 48;

export interface Reranked {
  readonly pieces: readonly FusedPiece[];
  /** What was compared, in plain words. */
  readonly why: string;
}

/**
 * The rest of the cursor's line that candidates can be judged by: null when it is blank, or when an active member has seen it already (FIM).
 */
export function unseenSuffix(prompts: readonly MemberPrompt[], fitted: FittedWeights, after: string): string | null {
  const seen = prompts.some(({ seesSuffix }, k) => (fitted.weights[k] ?? 0) > 0 && seesSuffix);
  const line = (/^[^\r\n]*/.exec(after)?.[0] ?? '').slice(0, judgedCharacters).trimEnd();
  return seen || line.trim() === '' ? null : line;
}

/**
 * Where the fused text may end early because the suffix goes on from there: before a character with which the suffix begins, then before
 * brackets, quotes, separators and spaces. The places where more of the text agrees with the suffix come first.
 */
export function truncations(text: string, suffix: string): string[] {
  const wanted = suffix.trimStart();
  const agreement = (at: number): number => {
    let length = 0;
    while (at + length < text.length && text.charAt(at + length) === wanted.charAt(length)) length += 1;
    return length;
  };
  return [...Array(text.length).keys()]
    .filter((at) => text.slice(0, at).trim() !== '' && (agreement(at) > 0 || /[()[\]{}"'`,;: ]/.test(text.charAt(at))))
    .sort((a, b) => agreement(b) - agreement(a) || b - a)
    .slice(0, mostTruncations)
    .map((at) => text.slice(0, at));
}

/** One member's own line, as pieces. */
async function ownLine(prompt: MemberPrompt, policy: DecodePolicy, signal: AbortSignal): Promise<FusedPiece[]> {
  const alone: FittedWeights = { weights: [1], fits: [], reference: 0, bytes: 0, why: '' };
  const pieces: FusedPiece[] = [];
  for await (const piece of decodeFused([prompt], alone, { ...policy, shape: { kind: 'line' } }, signal)) pieces.push(piece);
  return pieces;
}

/** A member's log-probability of a text after its prompt, given its tokens up to the shared beginning of all the paths compared. */
interface Judge {
  readonly prompt: MemberPrompt;
  readonly weight: number;
  readonly paths: readonly Int32Array[];
  /** First token that differs between any two paths or from the prompt alone. */
  readonly from: number;
}

function judgeOf(prompt: MemberPrompt, weight: number, texts: readonly string[]): Judge {
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(prompt.before);
  const pathOf = (text: string): Int32Array => concatIds(prompt.head, prompt.member.tokenize(new TextEncoder().encode(before + text)));
  const alone = pathOf('');
  const paths = texts.map(pathOf);
  let from = alone.length;
  for (const path of paths) {
    let common = 0;
    while (common < from && common < path.length && path[common] === alone[common]) common += 1;
    from = Math.min(from, common);
  }
  return { prompt, weight, paths, from: Math.max(1, from) };
}

/**
 * Chooses, where no active member sees the text after the cursor, the candidate with the largest Σ_k λ_k ln P_k(candidate + rest of the line | before),
 * exactly and in each member's own tokens: the posterior of what stands between. Candidates are the fused text, its truncations
 * where the suffix may go on, and each active member's own line. When `signal` aborts or the deadline passes, the best so far stays.
 */
export async function rerankBySuffix(
  prompts: readonly MemberPrompt[], fitted: FittedWeights, fused: readonly FusedPiece[], suffix: string, policy: DecodePolicy, signal: AbortSignal,
): Promise<Reranked> {
  const weights = normalised(fitted.weights) ?? [];
  const active = prompts.map((prompt, k) => ({ prompt, weight: weights[k] ?? 0 })).filter(({ weight }) => weight > 0);
  const candidates = new Map<string, readonly FusedPiece[]>();
  const add = (pieces: readonly FusedPiece[]): void => {
    const text = textOf(pieces);
    if (text.trim() !== '' && !candidates.has(text) && candidates.size < mostCandidates) candidates.set(text, pieces);
  };
  add(fused);
  for (const text of truncations(textOf(fused), suffix)) add(cutPieces(fused, text.length));
  const limit = new Limit(policy.clock, policy.deadline, signal);
  try {
    if (active.length > 1) for (const { prompt } of active) add(await ownLine(prompt, policy, limit.signal));
    const texts = [...candidates.keys()];
    const judges = active.map(({ prompt, weight }) => judgeOf(prompt, weight, texts.map((text) => text + suffix)));
    let best: { readonly text: string; readonly score: number } | null = null;
    let judged = 0;
    for (const [index, text] of texts.entries()) {
      if (limit.reason !== null) break;
      const scores = await limit.within(Promise.all(judges.map(async ({ prompt, weight, paths, from }) => {
        const path = paths[index] ?? new Int32Array(0);
        const logP = await prompt.member.score(path, from, limit.signal);
        return weight * logP.reduce((sum, value) => sum + value, 0);
      })));
      if (scores === null) break;
      judged += 1;
      const score = scores.reduce((sum, value) => sum + value, 0);
      if (!Number.isNaN(score) && (best === null || score > best.score)) best = { text, score };
    }
    const text = best?.text ?? textOf(fused);
    const why = judged < 2 ? '' : `${judged} candidates were compared by how well the rest of the line follows; ${text === textOf(fused) ? 'the fused text won' : 'another one won over the fused text'}.`;
    return { pieces: candidates.get(text) ?? fused, why };
  } finally {
    limit.dispose();
  }
}
