import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFused } from '../../src/fusion/decoding/decodeFused.ts';
import { textOf } from '../../src/fusion/decoding/pieces.ts';
import { PieceStream } from '../../src/fusion/decoding/pieceStream.ts';
import { rulesFor } from '../../src/fusion/decoding/stopRules.ts';
import type { FusedPiece } from '../../src/fusion/decoding/decode.ts';
import { ManualClock } from '../support/manualClock.ts';
import { SyntheticMember, syntheticVocabulary } from '../support/syntheticMember.ts';
import { decoded, decodePolicy, never, promptOf, utf8, weightsOf } from '../support/syntheticPack.ts';

const texts = ['let añadido = "größe 😀";\nlet x = añadido;\n', 'für 😀😀 größe und maß.\nDie größe 日本語 zählt.\n'];

/** Words that cut code points in the middle exist only as single bytes, so a member spells much of these texts byte by byte. */
const words = fc.uniqueArray(fc.constantFrom('let', ' let', ' =', ' x', 'añ', 'größe', ' und', 'Die', ' 日', '本', '";', ' "', 'maß', '.\n', ' 😀'), { maxLength: 10 });

const memberOf = (id: string, vocabularyWords: readonly string[], text: string): SyntheticMember =>
  new SyntheticMember({ id, vocabulary: syntheticVocabulary({ words: vocabularyWords }), texts: [text] });

const pack = fc.record({ first: words, second: words, weight: fc.double({ min: 0.05, max: 0.95, noNaN: true }), decoding: fc.constantFrom('tokens' as const, 'bytes' as const), mode: fc.constantFrom('bytes' as const, 'paper' as const), heal: fc.boolean() });

const starts = fc.constantFrom('let', 'let añ', 'Die gr', 'für ', 'let añadido = "', '日', '');

const shapes = fc.constantFrom({ kind: 'line' } as const, { kind: 'block', indent: 0 } as const, { kind: 'text' } as const, { kind: 'answer' } as const);

/** Whether text is what it becomes on the way through UTF-8, without replacement characters. */
const wellFormed = (text: string): boolean => !text.includes('\uFFFD') && new TextDecoder().decode(utf8(text)) === text;

describe('laws of decoding', () => {
  it('pieces are whole characters, within the bytes asked for, and probabilities are probabilities', async () => {
    await fc.assert(fc.asyncProperty(pack, starts, shapes, fc.integer({ min: 1, max: 60 }), async ({ first, second, weight, decoding, mode, heal }, start, shape, maxBytes) => {
      const prompts = [promptOf(memberOf('a', first, texts[0]!), start), promptOf(memberOf('b', second, texts[1]!), start)];
      const { pieces, text } = await decoded(prompts, weightsOf([weight, 1 - weight]), decodePolicy({ decoding, mode, heal, shape, maxBytes }));
      for (const piece of pieces) {
        expect(piece.text).not.toBe('');
        expect(wellFormed(piece.text)).toBe(true);
        for (const p of [piece.probability, ...Object.values(piece.byMember)]) expect(p >= 0 && p <= 1).toBe(true);
        expect(['a', 'b']).toContain(piece.member);
      }
      expect(utf8(text).length).toBeLessThanOrEqual(maxBytes);
      if (shape.kind === 'line') expect(text).not.toMatch(/[\r\n]/);
    }), { numRuns: 60 });
  });

  it('identical members write what one of them writes when fused token by token', async () => {
    await fc.assert(fc.asyncProperty(words, starts.filter((start) => start !== ''), fc.boolean(), async (list, start, heal) => {
      const policy = decodePolicy({ heal, maxBytes: 40, topK: 1000 });
      const one = memberOf('a', list, texts[0]!);
      const vocabulary = one.vocabulary;
      const copies = ['b', 'c'].map((id) => new SyntheticMember({ id, vocabulary, texts: [texts[0]!] }));
      const pair = await decoded(copies.map((member) => promptOf(member, start)), weightsOf([0.3, 0.7]), policy);
      const three = await decoded([one, ...copies].map((member) => promptOf(member, start)), weightsOf([0.5, 0.2, 0.3]), policy);
      expect(three.text).toBe(pair.text);
      three.pieces.forEach((piece, index) => expect(piece.probability).toBeCloseTo(pair.pieces[index]!.probability, 9));
      for (const piece of pair.pieces) for (const p of Object.values(piece.byMember)) expect(p).toBeCloseTo(piece.probability, 9);
      if (!heal) expect(pair.text).toBe((await decoded([promptOf(one, start)], weightsOf([1]), policy)).text);
    }), { numRuns: 40 });
  });

  it('the order of the members changes nothing', async () => {
    await fc.assert(fc.asyncProperty(pack, starts.filter((start) => start !== ''), async ({ first, second, weight, decoding, mode, heal }, start) => {
      const a = memberOf('a', first, texts[0]!);
      const b = memberOf('b', second, texts[1]!);
      const policy = decodePolicy({ decoding, mode, heal, maxBytes: 40 });
      const one = await decoded([promptOf(a, start), promptOf(b, start)], weightsOf([weight, 1 - weight], 0), policy);
      const other = await decoded([promptOf(b, start), promptOf(a, start)], weightsOf([1 - weight, weight], 1), policy);
      expect(other.text).toBe(one.text);
      expect(other.stop).toBe(one.stop);
    }), { numRuns: 40 });
  });

  it('a text that is cut short by cancelling, or by the deadline, is a beginning of the whole text', async () => {
    await fc.assert(fc.asyncProperty(pack, fc.integer({ min: 0, max: 12 }), fc.boolean(), async ({ first, second, weight, decoding, mode }, after, byClock) => {
      const clock = new ManualClock();
      const controller = new AbortController();
      let forwards = 0;
      const policy = decodePolicy({ decoding, mode, maxBytes: 60, shape: { kind: 'text' }, clock, deadline: 1000 });
      const build = (onForward: () => void) => [
        promptOf(new SyntheticMember({ id: 'a', vocabulary: syntheticVocabulary({ words: first }), texts: [texts[0]!], onForward }), 'let'),
        promptOf(memberOf('b', second, texts[1]!), 'let'),
      ];
      const whole = await decoded(build(() => undefined), weightsOf([weight, 1 - weight]), policy);
      const cut = await decoded(build(() => {
        forwards += 1;
        if (forwards <= after) return;
        if (byClock) clock.advance(1000);
        else controller.abort();
      }), weightsOf([weight, 1 - weight]), policy, controller.signal);
      expect(whole.text.startsWith(cut.text)).toBe(true);
      if (forwards > after) expect(cut.stop).toBe(byClock ? 'deadline' : 'cancelled');
      expect(forwards).toBeLessThanOrEqual(after + 1);
      expect(clock.pending).toBe(0);
    }), { numRuns: 40 });
  });

  it('whoever stops reading leaves nothing running', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 5 }), async (reads) => {
      const clock = new ManualClock();
      const stream = decodeFused([promptOf(memberOf('a', [], texts[0]!), 'let'), promptOf(memberOf('b', [], texts[1]!), 'let')], weightsOf([0.6, 0.4]), decodePolicy({ clock }), never);
      for (let read = 0; read < reads; read += 1) await stream.next();
      await stream.return('none');
      expect(clock.pending).toBe(0);
    }));
  });
});

describe('laws of the piece stream', () => {
  const chunked = fc.tuple(fc.array(fc.constantFrom('a', 'ß', '😀', '本', '\n', '  ', ' x', '<|', '|>', 'end', '}'), { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }));

  it('what was streamed is the kept beginning of the text, however its bytes arrive', () => {
    fc.assert(fc.property(chunked, shapes, fc.integer({ min: 1, max: 80 }), ([parts, sizes], shape, maxBytes) => {
      const text = parts.join('');
      const bytes = utf8(text);
      const stream = new PieceStream([{ id: 'a', weight: 1 }], rulesFor(shape, maxBytes));
      const pieces: FusedPiece[] = [];
      let stop: string | null = null;
      for (let at = 0; at < bytes.length && stop === null;) {
        const size = sizes[at % sizes.length]!;
        const pushed = stream.push({ bytes: bytes.subarray(at, at + size), probability: 0.5, byMember: [0.5] });
        pieces.push(...pushed.pieces);
        stop = pushed.stop;
        at += size;
      }
      if (stop === null) pieces.push(...stream.finish());
      const streamed = textOf(pieces);
      expect(text.startsWith(streamed)).toBe(true);
      expect(wellFormed(streamed)).toBe(true);
      expect(utf8(streamed).length).toBeLessThanOrEqual(maxBytes);
      if (stop === null) expect(streamed.trimEnd()).toBe(text.trimEnd());
    }));
  });
});
