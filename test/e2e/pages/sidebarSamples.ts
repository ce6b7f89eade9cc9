import type { SidebarState } from '../../../src/protocol/sidebarMessages.ts';

export const noon = new Date(2026, 0, 15, 10, 32, 5).getTime();
export const names = ['starter-typescript', 'starter-python', 'starter-prose', 'qwen-coder', 'a-very-long-model-name-that-nobody-would-choose-but-everybody-has.Q4_K_M'];

const baseWeights = [0.618, 0.273, 0.109, 0.0, 0.0];
const spread = [0.41, 0.24, 0.152, 0.118, 0.08];

/** A state with everything in it, for the given members. */
export function sample(ids: readonly string[] = names.slice(0, 3)): SidebarState {
  const raw = ids.map((_, index) => (ids.length > 3 ? spread : baseWeights)[index] ?? 0.05);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / total);
  const texts = ['const', ' total', ' =', ' order', '.items', '.reduce', '((sum', ', item', ') =>', ' sum +', ' item.price', ', 0);'];
  return {
    pack: { kind: 'starter', advice: 'Three very small built-in models that show how fusion works. Get the standard pack (350 MB, one command) for completions that make sense.' },
    engine: { kind: 'ready', message: '', fix: '' },
    loading: [],
    members: ids.map((id, index) => ({
      id, name: `Model ${index + 1}`, architecture: 'llama', quantisation: 'Q8_0', vocabularySize: 4096, contextSize: 2048, bytesInMemory: (9 + index * 210) * 1e6, fim: index !== 1,
    })),
    workspace: true,
    pinned: null,
    front: { document: 'orders.ts', weights: true, completion: true },
    leftOut: [],
    weights: {
      document: 'orders.ts', at: noon, method: 'sim', reference: ids[0] ?? '', bytes: 600,
      why: `${ids[0] ?? ''} predicted the text before the cursor best (1.92 bits per byte), so it gets the largest weight.`,
      members: ids.map((id, index) => ({
        id, weight: weights[index] ?? 0, weightError: [0.04, 0.03, 0.021][index] ?? null, bitsPerByte: 1.92 + index * 0.41, tokens: 143 + index * 17, tokensEvaluated: 12 + index, ms: 28 + index * 21, seesSuffix: index !== 1,
      })),
    },
    completion: {
      document: 'orders.ts', at: noon, source: 'generated', reason: null, stop: 'line-end', truncated: false, degraded: null, evaluated: 39, reused: 441,
      alternatives: ids.slice(1, 3).map((member, index) => ({ member, text: ['const total = orders.length;', 'const total = 0;\nfor (const order of orders) {'][index] ?? '' })),
      pieces: texts.map((text, index) => ({
        text, member: ids[[0, 0, 1, 0, 2, 0, 4, 3, 1, 0, 2, 0][index] ?? 0] ?? ids[0] ?? '', probability: 0.92 - index * 0.05,
        byMember: ids.map((id, place) => ({ id, share: Math.max(0.004, 0.95 - index * 0.05 - place * 0.21) })),
      })),
      timing: { queueMs: 0, promptMs: 38.2, weightsMs: 0.6, firstPieceMs: 61, totalMs: 142 },
    },
    history: Array.from({ length: 24 }, (_, index) => {
      const first = 0.3 + 0.35 * Math.sin(index / 4) ** 2;
      return { document: index < 9 ? 'README.md' : 'orders.ts', at: noon - (24 - index) * 21_000, weights: ids.map((id, place) => ({ id, share: place === 0 ? first : (1 - first) / Math.max(1, ids.length - 1) })) };
    }),
  };
}

/** What the page shows before and without data. */
export const states: Readonly<Record<string, Partial<SidebarState> | null>> = {
  untouched: null,
  loading: { pack: sample().pack, engine: { kind: 'starting', message: '', fix: '' }, loading: [{ id: 'starter-typescript', done: 0.62 }, { id: 'starter-python', done: 0.2 }] },
  loaded: { ...sample(), weights: null, completion: null, history: [] },
  full: sample(),
  one: { ...sample(names.slice(0, 1)), pack: { kind: 'configured', advice: '' } },
  five: sample(names),
  pinned: { ...sample(), pinned: names.slice(0, 3).map((id, index) => ({ id, share: [0.5, 0.3, 0.2][index] ?? 0 })) },
  elsewhere: { ...sample(), front: { document: 'inventory.py', weights: false, completion: false } },
  less: { ...sample(), completion: { ...sample().completion!, degraded: { level: 'top-member', why: 'The others take 180 ms per token on this machine.' } } },
  trouble: {
    ...sample(), pack: { kind: 'standard', advice: '' },
    engine: { kind: 'disabled', message: 'The model engine stopped 5 times in 3 minutes and stays off.', fix: 'Restart the engine, or remove the model that was added last.' },
    leftOut: [{ id: 'broken-model', message: 'broken-model.gguf is damaged: its tensor table ends after 12 of 147 entries.', fix: 'Download the model again.' }],
    completion: { ...sample().completion!, pieces: [], source: 'none', reason: 'filtered', stop: 'none', timing: { queueMs: 14, promptMs: 38, weightsMs: 1, firstPieceMs: null, totalMs: 60 } },
  },
};
