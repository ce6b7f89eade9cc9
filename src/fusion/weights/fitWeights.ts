import { abortable } from '../../base/abortable.ts';
import { sleep, type Clock } from '../../base/clock.ts';
import { failures } from '../../base/errors.ts';
import type { FitPolicy, FittedWeights } from '../fit.ts';
import type { MemberPrompt } from '../prompt.ts';
import { mapsFrom } from '../referenceMaps.ts';
import { chunksOf } from './chunks.ts';
import { explain } from './why.ts';
import { lossOf } from './loss.ts';
import { promptRows } from './promptRows.ts';
import { readPrompt, type Reading } from './readPrompt.ts';
import { ascending, normalised } from './simplex.ts';
import type { Weights } from './weighting.ts';

/** Longest stretch of searching without letting others run, ms. */
const longestStretch = 8;

async function settle<T>(search: Generator<undefined, T, undefined>, clock: Clock, signal: AbortSignal): Promise<T> {
  let since = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const step = search.next();
    if (step.done === true) return step.value;
    if (clock.now() - since > longestStretch) {
      await sleep(clock, 0, signal);
      since = clock.now();
    }
  }
}

/**
 * λ with the light members at 0. The reference stays whatever it weighs, unless that is nothing; if all are light, the heaviest stays.
 */
function prune(lambda: readonly number[], reference: number, minimumWeight: number): number[] {
  const kept = lambda.map((weight, k) => (weight >= minimumWeight || k === reference ? weight : 0));
  const heaviest = lambda.indexOf(Math.max(...lambda));
  return normalised(kept) ?? lambda.map((_, k) => (k === heaviest ? 1 : 0));
}

async function rowsOf(readings: readonly Reading[], reference: number, policy: FitPolicy, signal: AbortSignal): Promise<Awaited<ReturnType<typeof promptRows>>> {
  const vocabulary = readings[reference]?.prompt.member.vocabulary;
  if (!policy.weighting.needsRows || readings.length < 2 || vocabulary === undefined) return [];
  const maps = await abortable(mapsFrom(vocabulary, readings.map((reading) => reading.prompt), policy.alignmentOf), signal);
  return promptRows(readings, reference, maps, policy.mode, policy.topK, signal);
}

/**
 * Scores every member on the last `windowBytes` of its `before`, in its own tokens and exactly, ranks them, and weighs the pack.
 * The reference, whose vocabulary the pack decodes with, is the member with the lowest loss: nats per own token in `paper` mode as published, per byte
 * in `bytes` mode; the first listed on ties; among those with weight when the best has none.
 * Rejects with the signal's reason, or `no-members` without prompts.
 */
export async function fitWeights(prompts: readonly MemberPrompt[], policy: FitPolicy, signal: AbortSignal): Promise<FittedWeights> {
  signal.throwIfAborted();
  if (prompts.length === 0) throw failures.noMembers();
  const listed = policy.weighting.needsRows && policy.mode === 'bytes' && prompts.length > 1 ? policy.topK : null;
  const readings = await Promise.all(prompts.map((prompt) => readPrompt(prompt, policy.windowBytes, listed, signal)));
  const ids = prompts.map((prompt) => prompt.member.id);
  const fits = readings.map((reading) => reading.fit);
  const ranked = ascending(fits.map((fit) => lossOf(fit, policy.mode === 'paper' ? 'per-token' : 'per-byte')));
  const best = ranked[0] ?? 0;
  const rows = await rowsOf(readings, best, policy, signal);
  const { lambda, note, errors }: Weights = prompts.length === 1 ? { lambda: [1], note: '' } : await settle(policy.weighting.weigh({ ids, fits, rows, chunks: chunksOf(readings), seesSuffix: prompts.map((prompt) => prompt.seesSuffix) }), policy.clock, signal);
  const weights = prune(lambda, best, policy.minimumWeight);
  const reference = ranked.find((k) => (weights[k] ?? 0) > 0) ?? best;
  const dropped = ids.filter((_, k) => weights[k] === 0 && (lambda[k] ?? 0) > 0);
  return {
    weights,
    ...(errors === undefined ? {} : { errors: weights.map((weight, k) => (weight === 0 ? 0 : ((errors[k] ?? 0) * weight) / (lambda[k] ?? 1))) }),
    fits,
    reference,
    bytes: Math.max(...fits.map((fit) => fit.bytes)),
    why: explain({ ids, fits, mode: policy.mode, note, dropped, minimumWeight: policy.minimumWeight }),
  };
}
