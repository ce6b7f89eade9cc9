import { availableParallelism } from 'node:os';
import type { CompletionReport } from '../../src/protocol/reports.ts';
import type { MemberSpec } from '../../src/protocol/requests.ts';
import { defaults } from '../../src/protocol/settings.ts';
import { nativeModel, type NativeModel } from '../model/nativeLibrary.ts';
import { completing, ServerUnderTest } from '../model/starterPack.ts';
import { quantile } from './quantile.ts';
import { Stopwatch, type Cost } from './stopwatch.ts';

/** Bytes generated after each prompt at most. */
const longest = 80;

/** Medians over the prompts. */
export interface Ratios {
  /** With drafting. */
  readonly versusSlowest: number;
  /** Without. */
  readonly versusSum: number;
}

export interface FusionFigures {
  readonly prompts: number;
  /** Median time per byte after a warm prompt, ms: all members fused, with drafting and without, and the same text by each member alone. */
  readonly fused: number;
  readonly undrafted: number;
  readonly alone: readonly { readonly member: string; readonly ms: number }[];
  readonly wall: Ratios;
  /** In processor time of the process. */
  readonly cpu: Ratios;
  /** Prompts after which drafting changed the text; numeric noise may where two candidates are close. */
  readonly different: number;
  /** What each member computed, with drafting and without. */
  readonly counters: readonly { readonly member: string; readonly drafting: boolean; readonly forwards: number; readonly tokensEvaluated: number; readonly tokensAccepted: number }[];
}

interface Written {
  readonly report: CompletionReport;
  /** Of the whole completion. */
  readonly cost: Cost;
}

/**
 * What fusing costs: warm prompts continued to the end of the line by the whole pack with equal weights, and the same text written token by token by each member in node-llama-cpp's own greedy loop, with a
 * thread for each member on both sides. Packs with drafting and without are loaded apart, so that neither answers from what the other was asked; all take turns, prompt by prompt, and the
 * two packs in going first, for who follows the members alone finds the caches cold.
 */
export async function benchFusion(members: readonly MemberSpec[], prompts: readonly string[]): Promise<FusionFigures> {
  const natives = await Promise.all(members.map(({ path }) => nativeModel(path)));
  const engines = { drafted: await engineWith(members), undrafted: await engineWith(members) };
  const runs: { drafted: Written; undrafted: Written; alone: readonly Cost[] }[] = [];
  for (const [index, prompt] of prompts.entries()) {
    const early = index % 2 === 0 ? await complete(engines.drafted, prompt, true) : null;
    const undrafted = await complete(engines.undrafted, prompt, false);
    const drafted = early ?? await complete(engines.drafted, prompt, true);
    if (drafted.report.text === '' || undrafted.report.text === '') continue;
    const alone: Cost[] = [];
    for (const native of natives) alone.push(await writeAgain(native, prompt, undrafted.report));
    runs.push({ drafted, undrafted, alone });
  }
  await Promise.all([engines.drafted.server.dispose(), engines.undrafted.server.dispose()]);
  for (const native of natives) await native.dispose();
  const median = (of: (run: (typeof runs)[number]) => number): number => quantile(runs.map(of), 0.5);
  const perByte = (ms: number, { report }: Written): number => ms / Buffer.byteLength(report.text);
  const ratios = (of: (cost: Cost) => number): Ratios => ({
    versusSlowest: median(({ drafted, alone }) => of(drafted.cost) / Math.max(...alone.map(of))),
    versusSum: median(({ undrafted, alone }) => of(undrafted.cost) / alone.reduce((sum, cost) => sum + of(cost), 0)),
  });
  return {
    prompts: runs.length,
    fused: median(({ drafted }) => perByte(drafted.cost.wall, drafted)),
    undrafted: median(({ undrafted }) => perByte(undrafted.cost.wall, undrafted)),
    alone: members.map(({ id }, k) => ({ member: id, ms: median(({ alone, undrafted }) => perByte(alone[k]?.wall ?? NaN, undrafted)) })),
    wall: ratios(({ wall }) => wall),
    cpu: ratios(({ cpu }) => cpu),
    different: runs.filter(({ drafted, undrafted }) => drafted.report.text !== undrafted.report.text).length,
    counters: members.flatMap(({ id }) => [true, false].map((drafting) => {
      const own = runs.flatMap((run) => (drafting ? run.drafted : run.undrafted).report.members.filter((member) => member.id === id));
      const total = (of: 'forwards' | 'tokensEvaluated' | 'tokensAccepted'): number => own.reduce((sum, member) => sum + (member[of] ?? 0), 0);
      return { member: id, drafting, forwards: total('forwards'), tokensEvaluated: total('tokensEvaluated'), tokensAccepted: total('tokensAccepted') };
    })),
  };
}

async function engineWith(members: readonly MemberSpec[]): Promise<ServerUnderTest> {
  const engine = new ServerUnderTest();
  await engine.load([...members], { threads: Math.max(members.length, availableParallelism() - 1) });
  return engine;
}

/** A completion of a warm prompt. */
async function complete(engine: ServerUnderTest, prompt: string, drafting: boolean): Promise<Written> {
  const request = completing(prompt, { weighting: { ...defaults.weighting, pinned: {}, method: 'uniform' }, drafting, shape: { kind: 'line' }, maxBytes: longest });
  await engine.ask('weights', request);
  const watch = new Stopwatch();
  watch.begin();
  const report = await engine.ask('complete', request);
  return { report, cost: watch.cost };
}

/** What it costs a model alone to write a given completion of a warm prompt: its own greedy loop, made to go on with the tokens of that text. */
async function writeAgain({ model, sequence }: NativeModel, prompt: string, { text, stop }: CompletionReport): Promise<Cost> {
  const before = model.tokenize(prompt);
  const whole = model.tokenize(`${prompt}${text}${stop === 'line-end' ? '\n' : ''}`);
  const shared = before.findIndex((id, index) => id !== whole[index]);
  const known = Math.min(shared < 0 ? before.length : shared, whole.length - 1);
  await sequence.clearHistory();
  const steps = sequence.evaluate(whole.slice(0, known), { temperature: 0, yieldEogToken: true });
  await steps.next();
  const watch = new Stopwatch();
  watch.begin();
  for (const token of whole.slice(known)) await steps.next(token);
  const { cost } = watch;
  await steps.return();
  return cost;
}
