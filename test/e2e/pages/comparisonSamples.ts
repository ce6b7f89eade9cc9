import type { Comparison } from '../../../src/protocol/comparisonMessages.ts';
import { names, noon } from './sidebarSamples.ts';

type Text = Comparison['texts'][number];

const written = (member: string | null, text: string): Text => ({
  member,
  outcome: {
    kind: 'written', text, reason: text === '' ? 'end-of-text' : null, ms: 87.4,
    pieces: text === '' ? [] : text.split(/(?=[ .(])/u).map((piece, index) => ({ text: piece, member: names[index % 3] ?? '', probability: 0.8, byMember: Object.fromEntries(names.slice(0, 3).map((id, place) => [id, 0.9 - place * 0.3])) })),
  },
});

/** A whole comparison: one text like the fused one, one that differs in two places, one that has nothing in common with it, one missing. */
export function comparison(change: Partial<Comparison> = {}): Comparison {
  return {
    document: 'orders.ts', line: 19, at: noon,
    prompt: { before: 'export function total(orders: readonly Order[]): number {\n  return orders.', after: '\n}\n', earlier: true, later: false },
    stage: { kind: 'done' },
    texts: [
      written(null, 'reduce((sum, order) => sum + order.price, 0);'), written('starter-typescript', 'reduce((sum, order) => sum + order.price, 0);'),
      written('starter-python', 'reduce((total, order) => sum + price, 0);'), written('starter-prose', 'from the shop.\nThat is all.'), written('qwen-coder', ''),
    ],
    weights: [{ id: 'starter-typescript', share: 0.62 }, { id: 'starter-python', share: 0.27 }, { id: 'starter-prose', share: 0.11 }],
    scores: {
      members: names.slice(0, 3),
      rows: [{ byMember: [0.61, 1.24, 2.9], pack: 0.7 }, { byMember: [0.61, 1.24, 2.9], pack: 0.7 }, { byMember: [0.9, 0.8, null], pack: 0.95 }, { byMember: [3.1, 2.8, 1.2], pack: 2.4 }, null],
    },
    ...change,
  };
}

const waiting = (member: string | null): Text => ({ member, outcome: { kind: 'waiting' } });

/** What the page shows before, during and after a comparison. */
export const comparisons: Readonly<Record<string, Comparison | null>> = {
  untouched: null,
  writing: comparison({ stage: { kind: 'writing', done: 1, of: 3 }, texts: [written(null, 'reduce('), waiting('starter-typescript'), waiting('starter-python')], scores: { members: [], rows: [] } }),
  done: comparison(),
  cancelled: comparison({ stage: { kind: 'cancelled' } }),
  failed: comparison({
    stage: { kind: 'failed', message: 'The model engine stopped 5 times in 3 minutes and stays off.', fix: 'Restart the engine.' },
    texts: [waiting(null), { member: 'starter-python', outcome: { kind: 'failed', message: 'The model engine stopped: it was killed.', fix: 'It restarts by itself.' } }], weights: [], scores: { members: [], rows: [] },
  }),
};
