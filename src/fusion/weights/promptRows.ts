import { CandidateGatherer, type KnownToken } from '../candidates.ts';
import { concatIds } from '../bytes.ts';
import type { Distribution } from '../member.ts';
import type { TokenMap } from '../tokenMap.ts';
import type { Reading } from './readPrompt.ts';
import type { FusedRow } from './weighting.ts';

/** A member's next-token distributions at the reference tokens it can be asked about, by index into the reference's ids. */
interface View {
  /** What predicts reference token i, and the exact ln p of the member's counterpart of it where known. */
  at(index: number): { readonly distribution: Distribution; readonly logP: number | null } | null;
}

/** The member's own tokens, at the reference tokens that begin where one of its own begins. */
async function ownView(reading: Reading, reference: Reading, map: TokenMap, topK: number, signal: AbortSignal): Promise<View> {
  const { path, starts, ids, first, logP, prompt } = reading;
  const listed = reading.listed ?? (first < ids.length ? await prompt.member.predict(path, prompt.head.length + first, topK, signal) : []);
  const byStart = new Map<number, number>();
  for (let index = first; index < starts.length; index += 1) byStart.set(starts[index] ?? 0, index);
  return {
    at(index) {
      const own = byStart.get(reference.starts[index] ?? 0);
      const distribution = own === undefined ? undefined : listed[own - first];
      if (own === undefined || distribution === undefined) return null;
      const counterpart = map.forward[reference.ids[index] ?? -1];
      return { distribution, logP: ids[own] === counterpart ? (logP[own - first] ?? null) : null };
    },
  };
}

/** `paper` mode: the reference's tokens pushed through the map, at every reference token. Tokens without counterpart are left out of the path. */
async function mappedView(reading: Reading, reference: Reading, map: TokenMap, topK: number, signal: AbortSignal): Promise<View> {
  const { head, member } = reading.prompt;
  const mapped: number[] = [];
  const positionOf = new Map<number, number>();
  reference.ids.forEach((id, index) => {
    if (index >= reference.first && head.length + mapped.length > 0) positionOf.set(index, head.length + mapped.length);
    const token = map.forward[id] ?? -1;
    if (token >= 0) mapped.push(token);
  });
  const path = concatIds(head, Int32Array.from(mapped));
  const [from] = positionOf.values();
  if (from === undefined || from >= path.length) return { at: () => null };
  const listed = await member.predict(path, from, topK, signal);
  const logP = await member.score(path, from, signal);
  return {
    at(index) {
      const position = positionOf.get(index);
      const distribution = position === undefined ? undefined : listed[position - from];
      if (position === undefined || distribution === undefined) return null;
      const hasCounterpart = (map.forward[reference.ids[index] ?? -1] ?? -1) >= 0;
      return { distribution, logP: hasCounterpart ? (logP[position - from] ?? null) : null };
    },
  };
}

/**
 * The prompt as the pack sees it, one row per position, over the reference's tokens. In `bytes` mode every member reads its own tokens,
 * so rows exist where all members begin a token at the same byte; KV caches stay as decoding needs them. In `paper` mode the others are fed the
 * reference's tokens through the map and every position counts. The true token's probability is exact wherever the member's own next token is its
 * counterpart (always, in `paper` mode); for other candidates see `CandidateGatherer`.
 */
export async function promptRows(
  readings: readonly Reading[], referenceIndex: number, maps: readonly TokenMap[], mode: 'bytes' | 'paper', topK: number, signal: AbortSignal,
): Promise<FusedRow[]> {
  const reference = readings[referenceIndex];
  if (reference === undefined) return [];
  const views = await Promise.all(readings.map(async (reading, k): Promise<View> => {
    const map = maps[k];
    if (map === undefined) return { at: () => null };
    return mode === 'paper' && reading !== reference ? mappedView(reading, reference, map, topK, signal) : ownView(reading, reference, map, topK, signal);
  }));
  const sizes = readings.map((reading) => reading.prompt.member.vocabulary.tokens.length);
  const gatherer = new CandidateGatherer(maps, reference.prompt.member.vocabulary.tokens.length);
  const rows: FusedRow[] = [];
  for (let index = reference.first; index < reference.ids.length; index += 1) {
    const seen = views.map((view) => view.at(index)).filter((one) => one !== null);
    if (seen.length < views.length) continue;
    const target = reference.ids[index] ?? 0;
    const known: KnownToken[] = seen.flatMap(({ logP }, member) => (logP === null ? [] : [{ member, id: target, logP }]));
    const { logits } = gatherer.gather(seen.map((one) => one.distribution), sizes, [target], known);
    rows.push({ logits, target: gatherer.slotOf(target) });
  }
  return rows;
}
