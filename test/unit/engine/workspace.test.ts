import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { Workspace } from '../../../src/engine/workspace.ts';
import type { WorkspaceRequest } from '../../../src/protocol/requests.ts';

const { signal } = new AbortController();
const code = 'export function totalOf(orders: readonly Order[]): number {\n  return orders.reduce((sum, order) => sum + order.price, 0);\n}\n';
const told = (documents: Record<string, string>, change: Partial<WorkspaceRequest> = {}): WorkspaceRequest =>
  ({ clear: false, documents: Object.entries(documents).map(([id, text]) => ({ id, text })), removed: [], ...change });

/** ln p of the whole text, read as the document `id`. */
async function scoreOf(workspace: Workspace, id: string, text: string): Promise<number> {
  const member = workspace.memberFor(id);
  if (member === null) return -Infinity;
  const { backend } = member;
  const scores = await backend.score(Int32Array.of(backend.vocabulary.bos ?? 0, ...backend.tokenize(Buffer.from(text))), 1, signal);
  return scores.reduce((sum, nats) => sum + nats, 0);
}

describe('the workspace of an engine', () => {
  it('has no member without documents, or with none but the one that is completed', async () => {
    const workspace = new Workspace(systemClock);
    expect(workspace.memberFor('a')).toBeNull();
    await workspace.update(told({ a: code }));
    expect(workspace.memberFor('a')).toBeNull();
    expect(workspace.memberFor('b')).not.toBeNull();
    await workspace.update(told({}, { clear: true }));
    expect(workspace.memberFor('b')).toBeNull();
  });

  it('does not know the text of the document that is completed, whatever it was told of it', async () => {
    const workspace = new Workspace(systemClock);
    await workspace.update(told({ other: 'const unrelated = true;\n', open: code }));
    const unseen = await scoreOf(workspace, 'open', code);
    await workspace.update(told({ open: `${code}${code}` }));
    expect(await scoreOf(workspace, 'open', code)).toBeCloseTo(unseen, 9);
    expect(await scoreOf(workspace, 'third', code)).toBeGreaterThan(unseen / 2);
  });

  it('knows a document again once another one is completed, as it was told last', async () => {
    const workspace = new Workspace(systemClock);
    await workspace.update(told({ other: 'const unrelated = true;\n', open: 'old' }));
    workspace.memberFor('open');
    await workspace.update(told({ open: code }));
    const third = workspace.memberFor('third');
    const { documents, bytes } = await workspace.update(told({}));
    expect(documents).toBe(2);
    expect(bytes).toBe(24 + code.length);
    expect(Buffer.from(third?.lookUp?.(Buffer.from(code.slice(0, 40)), 8, 12) ?? []).toString()).toBe(code.slice(40, 52));
  });

  it('forgets what is removed', async () => {
    const workspace = new Workspace(systemClock);
    await workspace.update(told({ a: code, b: 'b' }));
    workspace.memberFor('a');
    await workspace.update(told({}, { removed: ['a'] }));
    workspace.memberFor('c');
    expect((await workspace.update(told({}))).documents).toBe(1);
  });

  it('ends a hole where a document goes on as the text behind it', async () => {
    const workspace = new Workspace(systemClock);
    await workspace.update(told({ a: code }));
    const backend = workspace.memberFor('b')?.backend;
    if (backend?.vocabulary.fim === undefined || backend.vocabulary.fim === null) throw new Error('there is a member with marks');
    const { prefix, suffix, middle } = backend.vocabulary.fim;
    const at = code.indexOf(' => sum');
    const path = (end: string): Int32Array => Int32Array.of(backend.vocabulary.bos ?? 0, prefix, ...backend.tokenize(Buffer.from(code.slice(0, at))), suffix, ...backend.tokenize(Buffer.from(end)), middle);
    const endAfter = async (end: string): Promise<number> => {
      const { ids, p } = await backend.next(path(end), 1, signal);
      return p.reduce((sum, share, index) => sum + (backend.vocabulary.endTokens.has(ids[index] ?? -1) ? share : 0), 0);
    };
    expect(await endAfter(' => sum + order.price')).toBeGreaterThan(0.25);
    expect(await endAfter(' => other')).toBeLessThan(0.001);
    expect(await endAfter('\nelsewhere')).toBeLessThan(0.001);
  });
});
