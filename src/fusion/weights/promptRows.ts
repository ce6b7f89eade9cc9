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

/** What a member lists for the positions path[needed], asked in one go. */
async function predictAt(reading: Reading, path: Int32Array, needed: readonly number[], topK: number, signal: AbortSignal): Promise<ReadonlyMap<number, Distribution>> {
  const from = needed[0];
  if (from === undefined) return new Map();
  const listed = await reading.prompt.member.predict(path, from, topK, signal);
  return new Map(needed.flatMap((position) => {
    const distribution = listed[position - from];
    return distribution === undefined ? [] : [[position, distribution]];
  }));
}

/** `bytes` mode: the member's own tokens, at the reference tokens that begin where one of its own begins. */
async function ownView(reading: Reading, reference: Reading, map: TokenMap, shared: ReadonlySet<number>, topK: number, signal: AbortSignal): Promise<View> {
  const { path, starts, ids, first, logP, prompt } = reading;
  const byStart = new Map<number, number>();
  for (let index = prompt.head.length > 0 ? 0 : 1; index < starts.length; index += 1) {
    const start = starts[index] ?? 0;
    if (shared.has(start)) byStart.set(start, index);
  }
  const positions = [...byStart.values()].map((index) => prompt.head.length + index);
  const listed = await predictAt(reading, path, positions, topK, signal);
  return {
    at(index) {
      const own = byStart.get(reference.starts[index] ?? -1);
      const distribution = own === undefined ? undefined : listed.get(prompt.head.length + own);
      if (own === undefined || distribution === undefined) return null;
      const counterpart = map.forward[reference.ids[index] ?? -1];
      return { distribution, logP: ids[own] === counterpart && own >= first ? (logP[own - first] ?? null) : null };
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
  const positions = [...new Set(positionOf.values())].filter((position) => position < path.length);
  const from = positions[0];
  if (from === undefined) return { at: () => null };
  const logP = await member.score(path, from, signal);
  const listed = await predictAt(reading, path, positions, topK, signal);
  return {
    at(index) {
      const position = positionOf.get(index);
      const distribution = position === undefined ? undefined : listed.get(position);
      if (position === undefined || distribution === undefined) return null;
      const hasCounterpart = (map.forward[reference.ids[index] ?? -1] ?? -1) >= 0;
      return { distribution, logP: hasCounterpart ? (logP[position - from] ?? null) : null };
    },
  };
}

/** Byte offsets in the window at which every member begins a token that something predicts. */
function sharedStarts(readings: readonly Reading[]): Set<number> {
  const sets = readings.map(({ starts, prompt }) => new Set(prompt.head.length > 0 ? starts : starts.subarray(1)));
  const [smallest, ...others] = sets.sort((a, b) => a.size - b.size);
  return new Set([...(smallest ?? [])].filter((start) => others.every((set) => set.has(start))));
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
  const window = new Set(reference.starts.subarray(reference.first));
  const shared = new Set([...sharedStarts(readings)].filter((start) => window.has(start)));
  const views = await Promise.all(readings.map(async (reading, k): Promise<View> => {
    const map = maps[k];
    if (map === undefined) return { at: () => null };
    return mode === 'paper' && reading !== reference ? mappedView(reading, reference, map, topK, signal) : ownView(reading, reference, map, mode === 'paper' ? window : shared, topK, signal);
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
