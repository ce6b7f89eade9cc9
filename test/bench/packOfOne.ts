import type { MemberSpec } from '../../src/protocol/requests.ts';
import { nativeModel, type NativeModel } from '../model/nativeLibrary.ts';
import { completing, ServerUnderTest } from '../model/starterPack.ts';
import { quantile } from './quantile.ts';

/** Bytes after each prompt that are timed at most, and tokens that the library spends on them at most. */
const longest = 160;
const mostTokens = 60;

export interface PackOfOneFigures {
  readonly member: string;
  readonly prompts: number;
  /** Bytes per second after the first piece, medians: node-llama-cpp by itself, and a pack of that one member; one thread each. */
  readonly library: number;
  readonly pack: number;
  /** Median over the prompts of the pack's speed over the library's. */
  readonly ratio: number;
}

/** How fast a pack of one writes against node-llama-cpp used by itself; the two take turns, prompt by prompt. */
export async function benchPackOfOne(member: MemberSpec, prompts: readonly string[]): Promise<PackOfOneFigures> {
  const native = await nativeModel(member.path);
  const engine = new ServerUnderTest();
  await engine.load([member], { threads: 1 });
  const speeds: { library: number; pack: number }[] = [];
  for (const prompt of prompts) {
    const library = await nativeSpeed(native, prompt);
    const { pieces, text, timing } = await engine.ask('complete', completing(prompt, { shape: { kind: 'text' }, maxBytes: longest }));
    const later = Buffer.byteLength(text) - Buffer.byteLength(pieces[0]?.text ?? '');
    if (library !== null && later > 0 && timing.firstPieceMs !== null) speeds.push({ library, pack: (later * 1000) / (timing.totalMs - timing.firstPieceMs) });
  }
  await engine.server.dispose();
  await native.dispose();
  return {
    member: member.id, prompts: speeds.length,
    library: quantile(speeds.map(({ library }) => library), 0.5),
    pack: quantile(speeds.map(({ pack }) => pack), 0.5),
    ratio: quantile(speeds.map(({ library, pack }) => pack / library), 0.5),
  };
}

/** Bytes per second of greedy decoding after the first token; null when the model ends at once. */
async function nativeSpeed({ model, sequence }: NativeModel, prompt: string): Promise<number | null> {
  await sequence.clearHistory();
  let first: number | null = null;
  let last = 0;
  let bytes = 0;
  let count = 0;
  for await (const token of sequence.evaluate(model.tokenize(prompt), { temperature: 0 })) {
    last = performance.now();
    if (first === null) first = last;
    else bytes += Buffer.byteLength(model.detokenize([token]));
    count += 1;
    if (count === mostTokens || bytes >= longest) break;
  }
  return first === null || bytes === 0 ? null : (bytes * 1000) / (last - first);
}
