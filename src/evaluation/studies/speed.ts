import { quantile } from '../../base/quantile.ts';
import * as v from 'valibot';
import type { MeasuredPolicy } from '../../protocol/measure.ts';
import type { Context } from '../data/context.ts';
import type { Cell, Report } from '../report/report.ts';
import type { Study } from '../run/study.ts';
import { bootstrap, type Resampling } from '../statistics/bootstrap.ts';

const Timed = v.object({ id: v.string(), ms: v.number(), bytes: v.number(), tokens: v.number() });
const Outcome = v.object({
  fused: v.object({ ms: v.number(), bytes: v.number(), tokens: v.record(v.string(), v.number()) }),
  members: v.array(Timed),
});
type Outcome = v.InferOutput<typeof Outcome>;

/** Bytes that everybody writes. */
const length = 64;
const patience = 600_000;

/** The pack's greedy text and each member's own at the same cursor, one after the other, the text before it read beforehand. */
export function speedStudy(contexts: readonly Context[], { weighting, alignment, decoding, pooling }: MeasuredPolicy, members: readonly string[]): Study<Outcome> {
  const byId = new Map(contexts.map((context) => [context.id, context]));
  return {
    items: contexts.map(({ id }) => id),
    outcome: Outcome,
    async measure(item, _, subject, signal) {
      const { before = '' } = byId.get(item) ?? {};
      const write = async (only: readonly string[]): Promise<{ readonly ms: number; readonly bytes: number; readonly tokens: Record<string, number> }> => {
        const common = { before, after: '', language: '', weighting, alignment, only: [...only] };
        await subject.ask('weights', common, { signal });
        const { timing, text, members: reports } = await subject.ask('complete', { ...common, decoding, pooling, shape: { kind: 'text' }, maxBytes: length, deadlineMs: patience }, { signal });
        return {
          ms: timing.totalMs - timing.queueMs - timing.promptMs - timing.weightsMs, bytes: Buffer.byteLength(text),
          tokens: Object.fromEntries(reports.map(({ id, tokensEvaluated }) => [id, tokensEvaluated])),
        };
      };
      const fused = await write(members);
      const alone: Outcome['members'] = [];
      for (const id of members) {
        const { ms, bytes, tokens } = await write([id]);
        alone.push({ id, ms, bytes, tokens: tokens[id] ?? 0 });
      }
      return { fused, members: alone };
    },
    report: (results, resampling) => speedReport([...results.values()], resampling),
  };
}

const perByte = ({ ms, bytes }: { readonly ms: number; readonly bytes: number }): number => ms / bytes;
const median = (values: readonly number[]): number => quantile(values.toSorted((a, b) => a - b), 0.5);

function speedReport(all: readonly Outcome[], resampling: Resampling): Report {
  const usable = all.filter(({ fused, members }) => fused.bytes > 0 && members.every(({ bytes }) => bytes > 0));
  const ids = usable[0]?.members.map(({ id }) => id) ?? [];
  const ratio = (of: (one: Outcome) => number) => bootstrap([usable], ([some]) => median((some ?? []).map(of)), resampling);
  const aloneTimes = ({ members }: Outcome): readonly number[] => members.map(perByte);
  const rows: Cell[][] = [
    ['fused', ratio(({ fused }) => perByte(fused)), null],
    ...ids.map((id, k): Cell[] => [id, ratio(({ members }) => aloneOf(members[k])), ratio(({ fused, members }) => ((fused.tokens[id] ?? 0) / fused.bytes) / tokensPerByte(members[k]))]),
    ['fused ÷ slowest alone', ratio((one) => perByte(one.fused) / Math.max(...aloneTimes(one))), null],
    ['fused ÷ sum of all alone', ratio((one) => perByte(one.fused) / aloneTimes(one).reduce((sum, each) => sum + each, 0)), null],
  ];
  return {
    title: 'Speed',
    sections: [{
      title: 'Greedy text, side by side',
      text: [
        `Medians over ${usable.length} cursors, ${length} bytes each, the text before the cursor read beforehand; with 95 % intervals. Every member keeps the threads that it has in the pack. Tokens: evaluated per byte of fused text, as a multiple of what the member evaluates per byte of its own.`,
      ],
      table: { columns: ['', 'ms per byte, or ratio', 'tokens evaluated, ratio'], digits: 2, rows },
      chart: null,
    }],
  };
}

const aloneOf = (member: Outcome['members'][number] | undefined): number => (member === undefined ? NaN : perByte(member));
const tokensPerByte = (member: Outcome['members'][number] | undefined): number => (member === undefined ? NaN : member.tokens / member.bytes);
