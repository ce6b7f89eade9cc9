import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { AlignmentCache } from '../../src/engine/kept/alignmentCache.ts';
import { completeRequest } from '../../src/engine/requests/completeRequest.ts';
import { LearntPriors } from '../../src/engine/kept/learntPriors.ts';
import { Pack } from '../../src/engine/loading/pack.ts';
import type { MeteredMember } from '../../src/engine/member/packMember.ts';
import type { MemberSpec } from '../../src/protocol/requests.ts';
import { nativeModel, type NativeModel } from '../model/nativeLibrary.ts';
import { completing, loadRequest } from '../model/starterPack.ts';
import { quantile } from './quantile.ts';
import { Stopwatch, type Cost } from './stopwatch.ts';

/** Bytes that the pack is asked for after each prompt. */
const longest = 160;
/** With fewer tokens behind the first one a prompt says little. */
const fewest = 8;
/** Times that each prompt is continued, so that what a short run measures is not the compiler. */
const rounds = 3;

export interface PackOfOneFigures {
  readonly member: string;
  readonly runs: number;
  /** Tokens per second after the first one, medians: node-llama-cpp by itself, and a pack of that one member; one thread each. */
  readonly library: number;
  readonly pack: number;
  /** Median over the runs of the library's time per token over the pack's: wall time, and processor time of the process. */
  readonly ratio: number;
  readonly cpuRatio: number;
}

/** Of each of so many tokens. */
function each({ wall, cpu }: Cost, tokens: number): Cost {
  return { wall: wall / tokens, cpu: cpu / tokens };
}

/**
 * How fast a pack of one writes against node-llama-cpp's own greedy loop, which writes as many tokens after the same prompt: the two take turns. The pack's tokens are those
 * that its model chose, whatever a stop rule took away of them again, and its time includes everything up to the report.
 */
export async function benchPackOfOne(member: MemberSpec, prompts: readonly string[]): Promise<PackOfOneFigures> {
  const native = await nativeModel(member.path);
  const pack = new Pack(systemClock, silentLogger);
  await pack.load(await loadRequest([member], { threads: 1 }), () => undefined, new AbortController().signal);
  const runs: { library: Cost; pack: Cost }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const prompt of prompts) {
      const own = await packCost(pack, prompt);
      const library = own === null ? null : await libraryCost(native, prompt, own.tokens);
      if (own !== null && library !== null) runs.push({ library, pack: own });
    }
  }
  await pack.dispose();
  await native.dispose();
  return {
    member: member.id, runs: runs.length,
    library: 1000 / quantile(runs.map(({ library }) => library.wall), 0.5),
    pack: 1000 / quantile(runs.map((run) => run.pack.wall), 0.5),
    ratio: quantile(runs.map((run) => run.library.wall / run.pack.wall), 0.5),
    cpuRatio: quantile(runs.map((run) => run.library.cpu / run.pack.cpu), 0.5),
  };
}

/** What each token costs that the model chooses for a completion, after the first one, and how many these are; null when they are too few. */
async function packCost(pack: Pack, prompt: string): Promise<Cost & { readonly tokens: number } | null> {
  const watch = new Stopwatch();
  let tokens = -1;
  const members = pack.select(undefined).map(({ backend, report, window, anchor }) => ({
    report, window, anchor,
    backend: telling(backend, () => {
      watch.begin();
      tokens += 1;
    }),
  }));
  const services = { alignments: new AlignmentCache(systemClock, silentLogger), learnt: new LearntPriors(silentLogger), clock: systemClock, logger: silentLogger };
  const now = systemClock.now();
  await completeRequest(members, completing(prompt, { shape: { kind: 'text' }, maxBytes: longest }), { arrived: now, started: now }, services, new AbortController().signal, () => undefined);
  return tokens < fewest ? null : { ...each(watch.cost, tokens), tokens };
}

/** The same member; `onToken` is told of each token that it chooses. */
function telling(member: MeteredMember, onToken: () => void): MeteredMember {
  return {
    id: member.id,
    vocabulary: member.vocabulary,
    get usage() {
      return member.usage;
    },
    tokenize: member.tokenize.bind(member),
    score: member.score.bind(member),
    next: member.next.bind(member),
    nextWithin: member.nextWithin.bind(member),
    predict: member.predict.bind(member),
    idle: member.idle.bind(member),
    async *greedy(path, signal) {
      for await (const token of member.greedy(path, signal)) {
        onToken();
        yield token;
      }
    },
  };
}

/** What each token costs after the first one; null when the model ends before it has written `tokens` more. */
async function libraryCost({ model, sequence }: NativeModel, prompt: string, tokens: number): Promise<Cost | null> {
  await sequence.clearHistory();
  const watch = new Stopwatch();
  let count = -1;
  for await (const token of sequence.evaluate(model.tokenize(prompt), { temperature: 0 })) {
    model.detokenize([token]);
    watch.begin();
    count += 1;
    if (count === tokens) break;
  }
  return count < tokens ? null : each(watch.cost, tokens);
}
