import { availableParallelism } from 'node:os';
import type { CompletionReport } from '../../src/protocol/reports.ts';
import type { MemberSpec } from '../../src/protocol/requests.ts';
import { defaults } from '../../src/protocol/settings.ts';
import { completing, ServerUnderTest } from '../model/starterPack.ts';
import { quantile } from './quantile.ts';

/** Bytes generated after each prompt at most. */
const longest = 80;

export interface FusionFigures {
  readonly prompts: number;
  /** Median time per byte after a warm prompt, ms: all members fused, with drafting and without, and each alone. */
  readonly fused: number;
  readonly undrafted: number;
  readonly alone: readonly { readonly member: string; readonly ms: number }[];
  /** With drafting. */
  readonly versusSlowest: number;
  /** Without. */
  readonly versusSum: number;
  /** Prompts after which drafting changed the text; numeric noise may where two candidates are close. */
  readonly different: number;
  /** What each member computed, with drafting and without. */
  readonly counters: readonly { readonly member: string; readonly drafting: boolean; readonly forwards: number; readonly tokensEvaluated: number; readonly tokensAccepted: number }[];
}

/**
 * What fusing costs: the same warm prompts continued by the whole pack with equal weights and by each member alone, in one run with the threads that the product has, a thread for each member at least. Every
 * engine is fresh, so that none answers from what another way has asked before.
 */
export async function benchFusion(members: readonly MemberSpec[], prompts: readonly string[]): Promise<FusionFigures> {
  const threads = Math.max(1, availableParallelism() - 1);
  const drafted = await complete(members, prompts, threads, true);
  const undrafted = await complete(members, prompts, threads, false);
  const alone: { member: string; ms: number }[] = [];
  for (const member of members) alone.push({ member: member.id, ms: perByte(await complete([member], prompts, threads, false)) });
  const times = alone.map(({ ms }) => ms);
  const counters = members.flatMap(({ id }) => [true, false].map((drafting) => {
    const own = (drafting ? drafted : undrafted).flatMap((report) => report.members.filter((member) => member.id === id));
    const total = (of: 'forwards' | 'tokensEvaluated' | 'tokensAccepted'): number => own.reduce((sum, member) => sum + (member[of] ?? 0), 0);
    return { member: id, drafting, forwards: total('forwards'), tokensEvaluated: total('tokensEvaluated'), tokensAccepted: total('tokensAccepted') };
  }));
  return {
    prompts: prompts.length, fused: perByte(drafted), undrafted: perByte(undrafted), alone, counters,
    versusSlowest: perByte(drafted) / Math.max(...times),
    versusSum: perByte(undrafted) / times.reduce((sum, ms) => sum + ms, 0),
    different: drafted.filter(({ text }, index) => text !== undrafted[index]?.text).length,
  };
}

async function complete(members: readonly MemberSpec[], prompts: readonly string[], threads: number, drafting: boolean): Promise<readonly CompletionReport[]> {
  const engine = new ServerUnderTest();
  await engine.load([...members], { threads });
  const weighting = { ...defaults.weighting, pinned: {}, method: 'uniform' as const };
  const reports: CompletionReport[] = [];
  for (const prompt of prompts) {
    const request = completing(prompt, { weighting, drafting, shape: { kind: 'text' }, maxBytes: longest });
    await engine.ask('weights', request);
    reports.push(await engine.ask('complete', request));
  }
  await engine.server.dispose();
  return reports;
}

function perByte(reports: readonly CompletionReport[]): number {
  return quantile(reports.filter(({ text }) => text !== '').map(({ text, timing }) => (timing.totalMs - timing.promptMs) / Buffer.byteLength(text)), 0.5);
}
