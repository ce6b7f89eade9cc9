import { exhaustive } from '../../fusion/weights/exhaustive.ts';
import type { LearntPrior } from '../../fusion/weights/learntPrior.ts';
import { mixture } from '../../fusion/weights/mixture.ts';
import { opt } from '../../fusion/weights/opt.ts';
import { pinned } from '../../fusion/weights/pinned.ts';
import { sim } from '../../fusion/weights/sim.ts';
import { topOne } from '../../fusion/weights/topOne.ts';
import { uniform } from '../../fusion/weights/uniform.ts';
import type { Weighting } from '../../fusion/weights/weighting.ts';
import type { WeightingPolicy } from '../../protocol/settings.ts';

/** The rule that a request's policy names; `learnt` is what accepted text has taught for such a prompt. */
export function weightingOf(policy: WeightingPolicy, learnt: LearntPrior | null): Weighting {
  switch (policy.method) {
    case 'mixture': return mixture(policy, learnt);
    case 'sim': return sim(policy.temperature, policy.loss);
    case 'opt': return opt(policy.earlyStop);
    case 'exhaustive': return exhaustive();
    case 'uniform': return uniform();
    case 'top1': return topOne(policy.loss);
    case 'manual': return pinned(policy.pinned);
  }
}
