import type { MethodName, Params } from '../protocol/requests.ts';

/** How long the engine may take for the methods that bring no deadline of their own, ms. Far above what slow machines need: past it, native code hangs. */
const fixed = { weights: 60_000, score: 600_000, align: 300_000, warm: 120_000, learn: 3_600_000, learnt: 60_000, forget: 60_000, measure: 3_600_000, workspace: 60_000, describe: 60_000, ping: 60_000 } as const;

/** What a completion may overrun its own deadline by, ms: one prefill slice on a busy machine. */
const overrunMs = 10_000;

/** Longest silence while loading, ms: progress renews it, at each per cent of a file. 1.5 % of damaged model files hang their loader. */
const loadSilenceMs = 25_000;

/** After this time a request counts as hung and its engine is ended, ms. For `load` it starts again at each progress value. */
export function timeLimit<M extends MethodName>(method: M, params: Params<M>): number {
  const name: MethodName = method;
  if (name === 'load') return loadSilenceMs;
  if (name !== 'complete') return fixed[name];
  return (params !== null && 'deadlineMs' in params ? params.deadlineMs : 0) + overrunMs;
}
