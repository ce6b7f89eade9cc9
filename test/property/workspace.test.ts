import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkspaceIndex } from '../../src/fusion/workspace/workspaceIndex.ts';
import { WorkspaceMember } from '../../src/fusion/workspace/workspaceMember.ts';
import { ManualClock } from '../support/manualClock.ts';

const { signal } = new AbortController();
const clock = new ManualClock();

/** Texts in which contexts recur, with bytes of every kind. */
const text = fc.array(fc.oneof(fc.constantFrom('return ', 'value', '\n  ', ' = ', 'ä', '(', 'x'), fc.string({ maxLength: 4 })), { maxLength: 30 })
  .map((parts) => new TextEncoder().encode(parts.join('').replaceAll('\0', '')));
const documents = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(text)), { maxLength: 12 });
const small = 700;

function finish(index: WorkspaceIndex, bytes = 1 << 16): void {
  while (!index.step(bytes));
}

/** Applies changes in order; null removes. */
function applied(changes: readonly (readonly [string, Uint8Array | null])[], capacity = small): WorkspaceIndex {
  const index = new WorkspaceIndex(capacity);
  for (const [id, content] of changes) {
    if (content === null) index.remove(id);
    else index.set(id, content);
    index.step(50);
  }
  finish(index);
  return index;
}

function pathOf(member: WorkspaceMember, ...texts: readonly Uint8Array[]): Int32Array {
  return Int32Array.of(member.vocabulary.bos ?? 0, ...texts.flatMap((each) => [...member.tokenize(each)]));
}

describe('the workspace as a member', () => {
  it('gives every byte and the end a probability, and all of them together 1', async () => {
    await fc.assert(fc.asyncProperty(documents, text, text, async (changes, before, after) => {
      const member = new WorkspaceMember(applied(changes), clock);
      const { suffix, middle } = member.vocabulary.fim ?? { suffix: 0, middle: 0 };
      for (const path of [pathOf(member, before), Int32Array.of(...pathOf(member, before), suffix, ...member.tokenize(after), middle)]) {
        const { ids, p, tail } = await member.next(path, 1, signal);
        expect(tail).toBe(0);
        expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: 257 }, (_, id) => id));
        expect(Math.min(...p)).toBeGreaterThan(0);
        expect(p.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }
    }));
  });

  it('predicts a byte from what stands before it alone', async () => {
    await fc.assert(fc.asyncProperty(documents, text, text, async (changes, before, behind) => {
      const index = applied(changes);
      const member = new WorkspaceMember(index, clock);
      const path = pathOf(member, before, behind);
      const scores = await member.score(path, 1, signal);
      for (const at of [1, before.length, path.length - 1].filter((position) => position >= 1 && position < path.length)) {
        const { ids, p } = await new WorkspaceMember(index, clock).next(path.slice(0, at), 257, signal);
        expect(scores[at - 1]).toBeCloseTo(Math.log(p[ids.indexOf(path[at] ?? -1)] ?? 0), 9);
      }
    }));
  });

  it('scores a text the same whatever it has read before', async () => {
    await fc.assert(fc.asyncProperty(documents, fc.array(text, { minLength: 2, maxLength: 5 }), fc.nat(10), async (changes, texts, from) => {
      const index = applied(changes);
      const used = new WorkspaceMember(index, clock);
      for (const each of texts) {
        const path = pathOf(used, texts[0] ?? each, each);
        const first = Math.min(1 + from, path.length);
        await used.next(path.slice(0, 1 + Math.floor(path.length / 2)), 1, signal);
        expect(await used.score(path, first, signal)).toEqual(await new WorkspaceMember(index, clock).score(path, first, signal));
      }
    }));
  });

  it('knows what remains of a workspace after any changes as if it had been read at once', async () => {
    await fc.assert(fc.asyncProperty(documents, text, async (changes, before) => {
      const index = applied(changes);
      const kept = index.documents.flatMap((id): [string, Uint8Array][] => {
        const content = index.read(id);
        return content === null ? [] : [[id, content]];
      });
      const rebuilt = applied(kept);
      expect(index.bytes).toBe(rebuilt.bytes);
      const path = pathOf(new WorkspaceMember(index, clock), before);
      const [one, other] = await Promise.all([index, rebuilt].map((each) => new WorkspaceMember(each, clock).next(path, 1, signal)));
      expect(one).toEqual(other);
    }));
  });

  it('keeps the latest text of the latest documents, and never more than its capacity', () => {
    fc.assert(fc.property(documents, (changes) => {
      const capacity = 120;
      const index = applied(changes, capacity);
      const latest = new Map<string, Uint8Array | null>(changes);
      expect(index.bytes).toBeLessThanOrEqual(capacity);
      for (const id of index.documents) expect(index.read(id)).toEqual(latest.get(id));
      const [, last] = changes.at(-1) ?? ['', null];
      const fits = last !== null && last.length > 0 && last.length < capacity;
      expect(index.documents.includes(changes.at(-1)?.[0] ?? '')).toBe(fits);
    }));
  });

  it('goes on only with what stands in the workspace or the text', () => {
    fc.assert(fc.property(documents, text, fc.integer({ min: 1, max: 40 }), (changes, context, most) => {
      const index = applied(changes);
      const draft = new TextDecoder('latin1').decode(new WorkspaceMember(index, clock).continuation(context, 8, most));
      const known = [context, ...index.documents.map((id) => index.read(id) ?? new Uint8Array(0))].map((each) => new TextDecoder('latin1').decode(each));
      const end = new TextDecoder('latin1').decode(context).slice(-8);
      expect(draft.length).toBeLessThanOrEqual(most);
      if (draft !== '') expect(known.some((each) => each.includes(end + draft))).toBe(true);
    }));
  });
});
