import type { MemberSpec } from '../../src/protocol/requests.ts';
import { defaults } from '../../src/protocol/settings.ts';
import { completing, ServerUnderTest } from '../model/starterPack.ts';
import { quantile } from './quantile.ts';

export interface FusionFigures {
  readonly prompts: number;
  /** Median time per byte of up to 200 generated after a warm prompt, ms: all members fused, and each alone. */
  readonly fused: number;
  readonly alone: readonly { readonly member: string; readonly ms: number }[];
  readonly versusSlowest: number;
  readonly versusSum: number;
}

/** What fusing costs: the same warm prompts continued by the whole pack with equal weights and by each member alone, in one run. */
export async function benchFusion(members: MemberSpec[], prompts: readonly string[]): Promise<FusionFigures> {
  const engine = new ServerUnderTest();
  await engine.load(members);
  const uniform = { ...defaults.weighting, pinned: {}, method: 'uniform' as const };
  const perByte = async (only: string[]): Promise<number> => {
    const times: number[] = [];
    for (const prompt of prompts) {
      const request = completing(prompt, { only, weighting: uniform, shape: { kind: 'text' }, maxBytes: 200 });
      await engine.ask('weights', request);
      const { timing, text } = await engine.ask('complete', request);
      if (text.length > 0) times.push((timing.totalMs - timing.promptMs) / Buffer.byteLength(text));
    }
    return quantile(times, 0.5);
  };
  const fused = await perByte(members.map(({ id }) => id));
  const alone: { member: string; ms: number }[] = [];
  for (const { id } of members) alone.push({ member: id, ms: await perByte([id]) });
  await engine.server.dispose();
  const times = alone.map(({ ms }) => ms);
  return { prompts: prompts.length, fused, alone, versusSlowest: fused / Math.max(...times), versusSum: fused / times.reduce((sum, ms) => sum + ms, 0) };
}
