import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { cursorText, memberPrompt } from '../../src/engine/member/memberPrompt.ts';
import { Pack } from '../../src/engine/loading/pack.ts';
import type { PackMember } from '../../src/engine/member/packMember.ts';
import { ByteMixture, type TakenByte } from '../../src/fusion/decoding/byteMixture.ts';
import { weightedPrompts } from '../../src/fusion/decoding/weightedPrompt.ts';
import { CanonicalPairs } from '../../src/fusion/distribution/canonicalPairs.ts';
import type { CoverPolicy } from '../../src/fusion/distribution/cover.ts';
import { sumOf } from '../../src/fusion/distribution/delta.ts';
import { coverPolicies } from '../../src/fusion/distribution/precision.ts';
import { samples } from './prompts.ts';
import { kinds, loadRequest, starterPack } from './starterPack.ts';

const { signal } = new AbortController();
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Asking in another order evaluates other batches, whose activations are quantised differently, nats. */
const noise = 0.05;

interface Read extends TakenByte {
  readonly boundary: boolean;
  readonly total: number;
  readonly delta: number;
}

describe('laws of the byte-level mixture on the starter pack', () => {
  const pack = new Pack(systemClock, silentLogger);
  let members: readonly PackMember[];
  beforeAll(async () => {
    await pack.load(await loadRequest(starterPack(), { threads: 1 }), () => undefined, signal);
    members = pack.select(undefined);
  });
  afterAll(() => pack.dispose());

  /** What a pack gives each byte of `text` behind `before`. */
  async function read(of: readonly PackMember[], weights: readonly number[], before: string, text: string, policy: CoverPolicy): Promise<readonly Read[]> {
    const prompts = of.map((member) => memberPrompt(member, cursorText(before, '')));
    const mixture = await ByteMixture.at(weightedPrompts(prompts, weights), { ...policy, pooling: 'linear' }, false, signal);
    const bytes: Read[] = [];
    for (const byte of utf8(text)) {
      const outlook = await mixture.look(signal);
      const taken = await mixture.take(byte, signal);
      bytes.push({ ...taken, boundary: mixture.atBoundary, total: outlook!.p.reduce((sum, p) => sum + p, 0), delta: sumOf(outlook!.delta) });
    }
    return bytes;
  }

  const cases = kinds.map((kind) => {
    const { text } = samples(kind)[0]!;
    return { kind, before: text.slice(0, 300), text: text.slice(300, 318) };
  });

  it.each(cases)('$kind: probabilities sum to one, and exact covers leave a thousandth open at most of the bytes', async ({ before, text }) => {
    const bytes = await read(members, [0.5, 0.3, 0.2], before, text, coverPolicies.exact);
    for (const { probability, total } of bytes) {
      expect(total).toBeCloseTo(1, 9);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThanOrEqual(1 + 1e-9);
    }
    expect(bytes.filter(({ delta }) => delta <= 1e-3).length).toBeGreaterThanOrEqual(0.8 * bytes.length);
  });

  it.each(cases)('$kind: the same member thrice is that member', async ({ before, text }) => {
    const [member] = members;
    const alone = await read([member!], [1], before, text, coverPolicies.fast);
    const thrice = await read([member!, member!, member!], [0.5, 0.3, 0.2], before, text, coverPolicies.fast);
    thrice.forEach(({ probability }, index) => expect(Math.abs(Math.log(probability / alone[index]!.probability))).toBeLessThan(noise));
  });

  it.each(cases)('$kind: the order of the members changes nothing', async ({ before, text }) => {
    const here = await read(members, [0.5, 0.3, 0.2], before, text, coverPolicies.fast);
    const there = await read(members.toReversed(), [0.2, 0.3, 0.5], before, text, coverPolicies.fast);
    there.forEach(({ probability }, index) => expect(Math.abs(Math.log(probability / here[index]!.probability))).toBeLessThan(noise));
  });

  it.each(cases)('$kind: inside a chunk no text is less probable than a member alone makes it, up to its weight', async ({ before, text }) => {
    const weights = [0.5, 0.3, 0.2];
    let fused = 0;
    let own = weights.map(Math.log);
    for (const { probability, byMember, boundary } of await read(members, weights, before, text, coverPolicies.fast)) {
      fused += Math.log(probability);
      own = own.map((nats, k) => nats + Math.log(byMember[k]!));
      expect(fused).toBeGreaterThanOrEqual(Math.max(...own) - noise);
      if (boundary) [fused, own] = [0, weights.map(Math.log)];
    }
  });

  it.each(cases)('$kind: never less than the member’s own tokens make of it', async ({ before, text }) => {
    for (const member of members) {
      const { backend } = member;
      const prompt = memberPrompt(member, cursorText(before, ''));
      const base = Int32Array.from([...prompt.head, ...backend.tokenize(prompt.before)]);
      const path = Int32Array.from([...base, ...backend.tokenize(utf8(text), true)]);
      const canonical = (await backend.score(path, base.length, signal)).reduce((sum, nats) => sum + nats, 0);
      const bytes = await read([member], [1], before, text, coverPolicies.exact);
      expect(bytes.reduce((sum, { probability }) => sum + Math.log(probability), 0)).toBeGreaterThan(canonical - 0.3);
    }
  });

  it.each(kinds)('%s: its tokenizer writes no pair of tokens that counts as one that it would not write', (kind) => {
    const { backend } = pack.select([`starter-${kind}`])[0]!;
    const pairs = CanonicalPairs.of(backend);
    let refused = 0;
    for (const { text } of kinds.flatMap((each) => samples(each).slice(0, 4))) {
      const ids = backend.tokenize(utf8(text));
      ids.forEach((id, index) => {
        if (index > 0) expect(pairs.allow(ids.subarray(0, index), id), `${index}: ${text.slice(0, 20)}`).toBe(true);
      });
      for (let index = 40; index < 80; index += 1) if (!pairs.allow(ids.subarray(0, index), (index * 7919) % backend.vocabulary.tokens.length)) refused += 1;
    }
    expect(refused).toBeGreaterThan(10);
  });

  // What a tokenizer may stumble over; each text is read whole and every byte of it keeps some probability.
  it.each([
    ['code points in several bytes', 'x = "', 'größe 東京 🙂"'],
    ['CRLF', 'first\r\nsecond\r\n', 'third\r\n\r\n'],
    ['text that looks like a byte token', 'print("', '<0x41>")'],
    ['control tokens written as text', 'print("', '<s><|fim_middle|></s>")'],
    ['decomposed letters before the cursor', 'Die Gro\u0308ße ', 'der Flächen'],
    ['decomposed letters behind it', 'Die ', 'Gro\u0308ße'],
    ['no text before', '', ' hello world'],
    ['no text before, no space', '', 'hello'],
  ])('follows %s', async (_, before, text) => {
    const bytes = await read(members, [0.5, 0.3, 0.2], before, text, coverPolicies.fast);
    expect(bytes).toHaveLength(utf8(text).length);
    for (const { probability, byMember } of bytes) {
      expect(probability).toBeGreaterThan(0);
      expect(Number.isFinite(probability)).toBe(true);
      expect(byMember).toHaveLength(kinds.length);
    }
  });
});
