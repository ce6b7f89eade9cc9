import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CandidateGatherer } from '../../src/fusion/candidates.ts';
import type { Distribution } from '../../src/fusion/member.ts';
import { TokenMap } from '../../src/fusion/tokenMap.ts';
import { fusedLoss, logSumExp, memberLosses } from '../../src/fusion/weights/fusedLoss.ts';
import type { Weights, FusedRow, PromptEvidence, Weighting } from '../../src/fusion/weights/weighting.ts';

const folder = new URL('../golden/', import.meta.url);

/** A file of test/golden, unpacked. */
export function goldenBytes(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(name, folder)));
}

export function golden(name: string): unknown {
  return JSON.parse(goldenBytes(name).toString('utf8')) as unknown;
}

/** What a prompt of these rows tells a weighting: the members' losses on the rows, one byte per token. */
export function evidenceOf(rows: readonly FusedRow[], members: number): PromptEvidence {
  const losses = rows.length === 0 ? new Array<number>(members).fill(0) : memberLosses(rows, members);
  return {
    ids: losses.map((_, k) => `m${k}`),
    fits: losses.map((loss) => ({ nats: loss * rows.length, tokens: rows.length, bytes: rows.length })),
    rows,
    chunks: losses.map((_, k) => Float64Array.from(rows, (row) => (row.logits[k]?.[row.target] ?? 0) - logSumExp(row.logits[k] ?? new Float64Array(0)))),
    seesSuffix: losses.map(() => false),
  };
}

/** Runs a search to its end. */
export function finish<T>(search: Generator<undefined, T, undefined>): T {
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

export function weigh(weighting: Weighting, evidence: PromptEvidence): Weights {
  return finish(weighting.weigh(evidence));
}

/** λ and the fused loss that it gives. */
export function weighed(weighting: Weighting, evidence: PromptEvidence): { readonly lambda: readonly number[]; readonly loss: number } {
  const { lambda } = weigh(weighting, evidence);
  return { lambda, loss: fusedLoss(evidence.rows, lambda) };
}

/** Logits of a whole vocabulary as the distribution that a member would list: softmax, nothing left out. */
export function completeDistribution(logits: Float64Array): Distribution {
  const normaliser = logSumExp(logits);
  return { ids: Int32Array.from(logits.keys()), p: logits.map((z) => Math.exp(z - normaliser)), tail: 0 };
}

/**
 * Rows of members that see the mapped tokens, built as live ones are. `maps[k]` is null for a member that shares the reference's tokenizer;
 * `logits[k][r]` is its row of logits in its own columns.
 */
export function gatheredRows(
  logits: readonly (readonly Float64Array[])[], maps: readonly (readonly number[] | null)[], referenceTokens: number, targets: readonly number[],
): FusedRow[] {
  const columns = logits.map((rows) => rows[0]?.length ?? 0);
  const tokenMaps = maps.map((map, k) => (map === null ? TokenMap.identity(referenceTokens) : new TokenMap(Int32Array.from(map), columns[k] ?? 0)));
  const gatherer = new CandidateGatherer(tokenMaps, referenceTokens);
  const inOrder = [...Array(referenceTokens).keys()];
  return targets.map((target, r) => {
    const distributions = logits.map((rows) => completeDistribution(rows[r] ?? new Float64Array(0)));
    const candidates = gatherer.gather(distributions, columns, inOrder);
    if (candidates.ids.length !== referenceTokens) throw new Error('a complete distribution left a token out');
    return { logits: candidates.logits, target };
  });
}
