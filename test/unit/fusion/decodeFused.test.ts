import { describe, expect, it } from 'vitest';
import { decodeFused } from '../../../src/fusion/decoding/decodeFused.ts';
import type { Distribution } from '../../../src/fusion/member.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';
import { decoded, decodePolicy, never, promptOf, weightsOf } from '../../support/syntheticPack.ts';
import { coder, writer } from '../../support/syntheticSpecialists.ts';

const before = 'const total = items';

describe('fused decoding', () => {
  it.each(['bytes', 'paper'] as const)('continues the text with the whole pack in %s mode', async (mode) => {
    const result = await decoded([promptOf(coder(), before), promptOf(writer(), before)], weightsOf([0.7, 0.3]), decodePolicy({ mode }));
    expect(result).toMatchObject({ text: '.length;', stop: 'line-end' });
  });

  it('tells who wanted each piece and how much', async () => {
    const { pieces } = await decoded([promptOf(coder(), before), promptOf(writer(), before)], weightsOf([0.7, 0.3]), decodePolicy());
    for (const { byMember, probability, member } of pieces) {
      expect(Object.keys(byMember)).toEqual(['coder', 'writer']);
      for (const p of [probability, ...Object.values(byMember)]) {
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      }
      expect(member).toBe(0.7 * byMember['coder']! >= 0.3 * byMember['writer']! ? 'coder' : 'writer');
    }
  });

  it('decodes over the reference\'s vocabulary whoever it is', async () => {
    const result = await decoded([promptOf(coder(), 'The river'), promptOf(writer(), 'The river')], weightsOf([0.3, 0.7], 1), decodePolicy());
    expect(result.text).toMatch(/^ (ran|was)/);
  });

  it('evaluates each new token once per member, where the tokenizers agree', async () => {
    const members = [coder(), coder({ id: 'twin', texts: ['const total = items.length;\n'] })];
    await decoded(members.map((member) => promptOf(member, before)), weightsOf([0.5, 0.5]), decodePolicy({ heal: false }));
    const tokens = members[0]!.tokenize(new TextEncoder().encode(`${before}.length;\n`)).length;
    for (const member of members) expect(member.evaluated).toBe(tokens - 1);
  });

  it('ends with nothing when the line ends at once', async () => {
    const result = await decoded([promptOf(coder(), 'return total;'), promptOf(writer(), 'return total;')], weightsOf([0.5, 0.5]), decodePolicy({ heal: false }));
    expect(result).toEqual({ text: '', pieces: [], stop: 'line-end' });
  });

  it('ends at an end token', async () => {
    const result = await decoded([promptOf(coder(), 'return name;\n'), promptOf(writer(), 'return name;\n')], weightsOf([0.9, 0.1]), decodePolicy({ heal: false, shape: { kind: 'text' } }));
    expect(result).toEqual({ text: '', pieces: [], stop: 'end-token' });
  });

  it('has nothing to say without members, weights or tokens', async () => {
    expect((await decoded([], weightsOf([]), decodePolicy())).stop).toBe('none');
    expect((await decoded([promptOf(coder(), before)], weightsOf([0]), decodePolicy())).stop).toBe('none');
  });

  it('begins an empty document where training texts begin', async () => {
    const result = await decoded([promptOf(coder(), ''), promptOf(writer(), '')], weightsOf([0.9, 0.1]), decodePolicy({ maxBytes: 20 }));
    expect(['line-end', 'length', 'end-token']).toContain(result.stop);
  });

  it('goes on without a member whose figures are no numbers', async () => {
    class Broken extends SyntheticMember {
      override async next(path: Int32Array, topK: number, signal: AbortSignal): Promise<Distribution> {
        const one = await super.next(path, topK, signal);
        return { ...one, p: one.p.map(() => NaN) };
      }
    }
    const broken = new Broken({ id: 'broken', vocabulary: syntheticVocabulary({ words: [] }), texts: [] });
    const rest = await decoded([promptOf(coder(), before), promptOf(writer(), before)], weightsOf([0.6, 0.4]), decodePolicy());
    const all = await decoded([promptOf(coder(), before), promptOf(broken, before), promptOf(writer(), before)], weightsOf([0.3, 0.5, 0.2]), decodePolicy());
    expect(all.text).toBe(rest.text);
    all.pieces.forEach((piece, index) => expect(piece.probability).toBeCloseTo(rest.pieces[index]!.probability, 12));
  });

  it('shows FIM members what follows, and generates behind the markers', async () => {
    const vocabulary = syntheticVocabulary({ words: ['aa', 'bb', 'cc'], fim: true });
    const seen: string[] = [];
    class Fim extends SyntheticMember {
      override next(path: Int32Array, topK: number, signal: AbortSignal): Promise<Distribution> {
        seen.push([...path].map((id) => vocabulary.tokens[id]!).join(' '));
        return super.next(path, topK, signal);
      }
    }
    const { prefix, suffix, middle } = vocabulary.fim!;
    const [pre, suf] = [new Fim({ id: 'a', vocabulary, texts: ['aabbcc'] }), new Fim({ id: 'b', vocabulary: { ...vocabulary }, texts: ['aabbcc'] })];
    const parts = { head: Int32Array.of(prefix), tail: Int32Array.of(suffix, ...pre.tokenize(new TextEncoder().encode('cc')), middle) };
    await decoded([promptOf(pre, 'aa', parts), promptOf(suf, 'aa', parts)], weightsOf([0.5, 0.5]), decodePolicy({ heal: false, maxBytes: 4 }));
    expect(seen[0]).toBe('<|prefix|> aa <|suffix|> cc <|middle|>');
    expect(seen[1]).toBe(seen[0]);
    expect(seen.slice(2).every((path) => path.startsWith(`${seen[0]!} `))).toBe(true);
  });
});

describe('a cursor inside a token', () => {
  const start = 'const total = items.length;\n';

  it.each([
    ['ret', 'urn total;'],
    ['return tot', 'al;'],
    ['return ', 'total;'],
    ['return t', 'otal;'],
  ])('%j goes on as %j', async (text, rest) => {
    const prompts = [promptOf(coder(), start + text), promptOf(writer(), start + text)];
    const healed = await decoded(prompts, weightsOf([0.9, 0.1]), decodePolicy());
    expect(healed.text).toBe(rest);
    const plain = await decoded(prompts, weightsOf([0.9, 0.1]), decodePolicy({ heal: false }));
    expect(plain.text).not.toBe(rest);
  });

  it('lets the token stand when no token goes on from there', async () => {
    const prompts = [promptOf(coder(), 'return name;\n'), promptOf(writer(), 'return name;\n')];
    const healed = await decoded(prompts, weightsOf([0.9, 0.1]), decodePolicy({ shape: { kind: 'text' } }));
    expect(healed.stop).toBe('end-token');
  });

  it('never repeats or loses what stands before the cursor, wherever it is cut', async () => {
    const line = 'return total;';
    for (let length = 1; length < line.length; length += 1) {
      const text = start + line.slice(0, length);
      const result = await decoded([promptOf(coder(), text), promptOf(writer(), text)], weightsOf([0.9, 0.1]), decodePolicy());
      expect(line.slice(0, length) + result.text).toBe(line);
    }
  });

  it('keeps what stands there when it cannot be spelt better', async () => {
    const text = `${start}zqx`;
    const { text: written, stop } = await decoded([promptOf(coder(), text), promptOf(writer(), text)], weightsOf([0.5, 0.5]), decodePolicy({ maxBytes: 12 }));
    expect(written.length).toBeLessThanOrEqual(12);
    expect(stop).not.toBe('none');
  });
});

describe('a space before the cursor', () => {
  /** One gives the space to the word behind it, the other writes it by itself. */
  const joined = (): SyntheticMember => new SyntheticMember({ id: 'joined', vocabulary: syntheticVocabulary({ words: [' a', ' return', 'return', ' x', '\n   ', ':'] }), texts: ['def f:\n    return x\n', 'a:\n    \n'] });
  const apart = (): SyntheticMember => new SyntheticMember({ id: 'apart', vocabulary: syntheticVocabulary({ words: ['return', '    '] }), texts: ['def f:\n    return x\n'] });

  it('is not taken for the end of the line by a member that joins it with the next word', async () => {
    const text = 'def f:\n    ';
    const { text: written, pieces } = await decoded([promptOf(apart(), text), promptOf(joined(), text)], weightsOf([0.5, 0.5]), decodePolicy());
    expect(written).toBe('return x');
    expect(pieces[0]!.byMember['joined']).toBeGreaterThan(0.5);
  });
});

describe('one active member', () => {
  const greedyText = async (member: SyntheticMember, text: string, tokens: number): Promise<string> => {
    const bytes: number[] = [];
    let left = tokens;
    for await (const { id } of member.greedy(member.tokenize(new TextEncoder().encode(text)), never)) {
      bytes.push(...member.vocabulary.bytes[id]!);
      left -= 1;
      if (left === 0) break;
    }
    return new TextDecoder().decode(Uint8Array.from(bytes));
  };

  it('writes exactly what the member writes alone', async () => {
    for (const text of ['const ', 'function add', 'The river', 'return']) {
      const alone = await greedyText(coder(), text, 100);
      const single = await decoded([promptOf(coder(), text)], weightsOf([1]), decodePolicy({ shape: { kind: 'text' }, heal: false }));
      const pruned = await decoded([promptOf(coder(), text), promptOf(writer(), text)], weightsOf([1, 0]), decodePolicy({ shape: { kind: 'text' }, heal: false }));
      expect(single.text.length).toBeGreaterThan(0);
      expect(alone.startsWith(single.text)).toBe(true);
      if (single.stop === 'end-token') expect(single.text).toBe(alone.trimEnd());
      expect(pruned.text).toBe(single.text);
    }
  });

  it('heals first when asked to', async () => {
    const text = 'const total = items.length;\nret';
    const healed = await decoded([promptOf(coder(), text), promptOf(writer(), text)], weightsOf([1, 0]), decodePolicy());
    expect(healed.text).toBe('urn total;');
  });
});

describe('ends from outside', () => {
  it('stops between tokens when cancelled', async () => {
    const controller = new AbortController();
    const stream = decodeFused([promptOf(coder(), before), promptOf(writer(), before)], weightsOf([0.7, 0.3]), decodePolicy(), controller.signal);
    expect((await stream.next()).done).toBe(false);
    controller.abort();
    expect(await stream.next()).toEqual({ done: true, value: 'cancelled' });
  });

  it('stops at the deadline, even with a member in mid-forward', async () => {
    const clock = new ManualClock();
    let forwards = 0;
    const stuck = coder({
      onForward: () => {
        forwards += 1;
        return forwards < 2 ? Promise.resolve() : new Promise<void>(() => undefined);
      },
    });
    const running = decoded([promptOf(stuck, before), promptOf(writer(), before)], weightsOf([0.7, 0.3]), decodePolicy({ clock, deadline: 50, heal: false }));
    while (forwards < 2) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(50);
    const { text, stop } = await running;
    expect(stop).toBe('deadline');
    expect('.length;'.startsWith(text)).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('does not begin after the deadline', async () => {
    const clock = new ManualClock();
    clock.advance(100);
    const member = coder();
    expect((await decoded([promptOf(member, before), promptOf(writer(), before)], weightsOf([0.7, 0.3]), decodePolicy({ clock, deadline: 100 }))).stop).toBe('deadline');
    expect(member.evaluated).toBe(0);
  });

  it('rejects when a member fails', async () => {
    const failing = coder({ onForward: () => Promise.reject(new Error('device lost')) });
    await expect(decoded([promptOf(failing, before), promptOf(writer(), before)], weightsOf([0.7, 0.3]), decodePolicy())).rejects.toThrow('device lost');
  });

  it('leaves no timer behind when the reader turns away', async () => {
    const clock = new ManualClock();
    const stream = decodeFused([promptOf(coder(), before), promptOf(writer(), before)], weightsOf([0.7, 0.3]), decodePolicy({ clock }), never);
    await stream.next();
    await stream.return('none');
    expect(clock.pending).toBe(0);
  });
});
