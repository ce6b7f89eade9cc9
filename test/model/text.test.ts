import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { cursorText, memberPrompt } from '../../src/engine/member/memberPrompt.ts';
import { Pack } from '../../src/engine/loading/pack.ts';
import type { PackMember } from '../../src/engine/member/packMember.ts';
import { kinds, loadRequest, starterPack, type Kind } from './starterPack.ts';

const signal = new AbortController().signal;
const utf8 = new TextEncoder();

describe('text as tokens', () => {
  const pack = new Pack(systemClock, silentLogger);
  const member = (kind: Kind): PackMember => pack.select([`starter-${kind}`])[0]!;
  const tokens = (kind: Kind, text: string | Uint8Array, continues?: boolean): Int32Array =>
    member(kind).backend.tokenize(typeof text === 'string' ? utf8.encode(text) : text, continues);
  const bytesOf = (kind: Kind, ids: Int32Array): Uint8Array => Uint8Array.from([...ids].flatMap((id) => [...member(kind).backend.vocabulary.bytes[id]!]));
  beforeAll(async () => {
    await pack.load(await loadRequest(starterPack()), () => undefined, signal);
  });
  afterAll(() => pack.dispose());

  const texts = ['hello world', ' two  spaces', '\n\n\tif (x) {\r\n', 'Größe 東京 🙂', '\uFEFFbom', 'a\0b', '<0x41>', ''];

  it.each(kinds.flatMap((kind) => texts.map((text) => [kind, text] as const)))('%s: %j comes back byte for byte when it continues', (kind, text) => {
    expect(bytesOf(kind, tokens(kind, text, true))).toEqual(utf8.encode(text));
  });

  it('puts the dummy space of SentencePiece before a text, and not into the middle of one', () => {
    const { vocabulary } = member('prose').backend;
    expect(vocabulary.dummyPrefixSpace).toBe(true);
    expect(bytesOf('prose', tokens('prose', 'hello'))).toEqual(utf8.encode(' hello'));
    expect(bytesOf('prose', tokens('prose', 'hello', true))).toEqual(utf8.encode('hello'));
    expect(bytesOf('prose', tokens('prose', '\nhello', true))).toEqual(utf8.encode('\nhello'));
  });

  it.each(kinds)('%s: special tokens written in a text are text', (kind) => {
    const { vocabulary } = member(kind).backend;
    const special = new Set([...vocabulary.endTokens, ...[...vocabulary.tokens.keys()].filter((id) => vocabulary.bytes[id]!.length === 0)]);
    expect(special.size).toBeGreaterThanOrEqual(4);
    for (const id of special) {
      const text = `a${vocabulary.tokens[id]!}b`;
      const ids = tokens(kind, text, true);
      expect([...ids].filter((token) => special.has(token)), text).toEqual([]);
      expect(bytesOf(kind, ids)).toEqual(utf8.encode(text));
    }
  });

  it.each(kinds)('%s: keeps the bytes of code points that are cut at either end', (kind) => {
    const whole = utf8.encode('🙂 und 東');
    for (const [from, to] of [[1, 11], [2, 12], [3, 10], [0, 1], [0, 3]] as const) {
      const cut = whole.subarray(from, to);
      expect(bytesOf(kind, tokens(kind, cut, true)), `${from}…${to}`).toEqual(cut);
    }
  });

  it('bounds the text after the cursor and the whole prompt', () => {
    const line = 'const value = compute(alpha, beta);\n';
    for (const kind of kinds) {
      const { window, backend } = member(kind);
      const { head, before, tail } = memberPrompt(member(kind), cursorText(line.repeat(2000), line.repeat(2000)));
      const length = head.length + backend.tokenize(before).length + tail.length;
      expect(tail.length).toBeLessThanOrEqual(66);
      expect(length).toBeLessThan(window * 0.75);
      expect(length).toBeGreaterThan(window * 0.25);
      expect(Buffer.from(before).toString()).toMatch(/^const value/);
    }
  });
});
