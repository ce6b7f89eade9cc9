import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/logger.ts';
import type { FimOrder } from '../../src/engine/fim/fimOrder.ts';
import { fimHoles } from '../../src/engine/fim/fimSamples.ts';
import { cursorText, memberPrompt } from '../../src/engine/member/memberPrompt.ts';
import { Pack } from '../../src/engine/loading/pack.ts';
import type { PackMember } from '../../src/engine/member/packMember.ts';
import type { MemberPrompt } from '../../src/fusion/prompt.ts';
import { ManualClock } from '../support/manualClock.ts';
import { samples } from './prompts.ts';
import { completing, kinds, loadRequest, ServerUnderTest, starter, starterPack, type Kind } from './starterPack.ts';

const signal = new AbortController().signal;
const psm = 'prefix-suffix-middle';
const spm = 'suffix-prefix-middle';
const orders = [psm, spm] as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lengthIn = ({ member }: MemberPrompt, ids: Int32Array): number => ids.reduce((sum, id) => sum + member.vocabulary.bytes[id]!.length, 0);

describe('the order of the text around the cursor', () => {
  // A clock that stands still: measuring never takes too long here, however busy the machine is.
  const pack = new Pack(new ManualClock(), silentLogger);
  let folder: string;
  const member = (kind: Kind): PackMember => pack.select([`starter-${kind}`])[0]!;
  const prompt = (kind: Kind, fimOrder: FimOrder, before: string, after: string): MemberPrompt => {
    const { backend, report, window, anchor } = member(kind);
    return memberPrompt({ backend, window, anchor, report: { ...report, fimOrder } }, cursorText(before, after));
  };
  beforeAll(async () => {
    const request = await loadRequest(starterPack());
    folder = request.cacheFolder;
    await pack.load(request, () => undefined, signal);
  });
  afterAll(async () => {
    await pack.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(kinds)('%s: is the one in which the member predicts what is left out best', async (kind) => {
    const { backend, report: { fimOrder } } = member(kind);
    const { bos, fim } = backend.vocabulary;
    const { prefix, suffix, middle } = fim!;
    const begin = bos === null ? [] : [bos];
    const loss = async (pathOf: (before: Int32Array, after: Int32Array) => readonly number[]): Promise<number> => {
      let nats = 0;
      for (const hole of fimHoles) {
        const known = pathOf(backend.tokenize(bytes(hole.before)), backend.tokenize(bytes(hole.after), true));
        const scores = await backend.score(Int32Array.of(...known, ...backend.tokenize(bytes(hole.middle), true)), known.length, signal);
        nats -= scores.reduce((sum, score) => sum + score, 0);
      }
      return nats;
    };
    const plain = await loss((before) => [...begin, ...before]);
    const inOrder = await loss((before, after) => [...begin, prefix, ...before, suffix, ...after, middle]);
    const suffixFirst = await loss((before, after) => [...begin, prefix, suffix, ...after, middle, ...before]);
    expect(plain).toBeGreaterThan(0);
    const expected = suffixFirst < inOrder ? spm : psm;
    expect(fimOrder).toBe(Math.min(suffixFirst, inOrder) <= plain * 1.03 ? expected : null);
  });

  it.each(kinds)('%s: leaves a member that has evaluated nothing', async (kind) => {
    const { backend } = member(kind);
    const prompted = prompt(kind, null, 'const a = 1;\n', '');
    const path = Int32Array.of(...prompted.head, ...backend.tokenize(prompted.before));
    const fresh = new Pack(new ManualClock(), silentLogger);
    await fresh.load(await loadRequest([starter(kind)]), () => undefined, signal);
    const [other] = fresh.members;
    const used = other!.backend.usage.tokens;
    await other!.backend.score(path, 1, signal);
    expect(other!.backend.usage.tokens - used).toBe(path.length - 1);
    await fresh.dispose();
  });

  it.each(kinds)('%s: frames the text with the markers', (kind) => {
    const { backend } = member(kind);
    const { bos, fim } = backend.vocabulary;
    const { prefix, suffix, middle } = fim!;
    const begin = bos === null ? [] : [bos];
    const after = [...backend.tokenize(bytes(';\nreturn b;\n'), true)];
    const framed = (order: FimOrder): unknown => {
      const { head, tail, seesSuffix } = prompt(kind, order, 'const a = ', ';\nreturn b;\n');
      return { head: [...head], tail: [...tail], seesSuffix };
    };
    expect(framed(psm)).toEqual({ head: [...begin, prefix], tail: [suffix, ...after, middle], seesSuffix: true });
    expect(framed(spm)).toEqual({ head: [...begin, prefix, suffix, ...after, middle], tail: [], seesSuffix: true });
    expect(framed(null)).toEqual({ head: begin, tail: [], seesSuffix: false });
  });

  it.each(kinds.flatMap((kind) => orders.map((order) => [kind, order] as const)))('%s, %s: shows only the text before with nothing but white space after', (kind, order) => {
    const { bos } = member(kind).backend.vocabulary;
    const { head, tail, seesSuffix } = prompt(kind, order, 'const a = ', ' \n\n');
    expect({ head: [...head], tail: [...tail], seesSuffix }).toEqual({ head: bos === null ? [] : [bos], tail: [], seesSuffix: false });
  });

  it.each(kinds.flatMap((kind) => orders.map((order) => [kind, order] as const)))('%s, %s: special tokens written after the cursor are text', (kind, order) => {
    const { vocabulary } = member(kind).backend;
    const { prefix, suffix, middle } = vocabulary.fim!;
    for (const id of [prefix, suffix, middle]) {
      const { head, tail } = prompt(kind, order, 'const a = ', `;\n${vocabulary.tokens[id]!}\n`);
      expect([...head, ...tail].filter((other) => other === id), vocabulary.tokens[id]).toHaveLength(1);
    }
  });

  it.each(kinds)('%s: cuts a long text after the cursor at the end of a line', (kind) => {
    const line = '  const value = compute(alpha, beta);\n';
    const { tail, ...rest } = prompt(kind, psm, 'const a = 1;\n', line.repeat(20));
    expect(tail.length).toBeLessThanOrEqual(66);
    expect(tail.length).toBeGreaterThan(32);
    expect(lengthIn({ tail, ...rest }, tail.subarray(1, -1)) % line.length).toBe(0);
    const unbroken = prompt(kind, psm, 'const a = 1;\n', `;\n${'value, '.repeat(100)}`);
    expect(unbroken.tail).toHaveLength(66);
  });

  it.each(kinds)('%s: with the suffix first, a keystroke evaluates only the new tokens', async (kind) => {
    const { backend } = member(kind);
    const text = samples('typescript')[4]!.text;
    const evaluated: number[] = [];
    for (let length = 500; length <= 520; length++) {
      const { head, before } = prompt(kind, spm, text.slice(0, length), text.slice(520));
      const used = backend.usage.tokens;
      await backend.score(Int32Array.of(...head, ...backend.tokenize(before)), head.length, signal);
      evaluated.push(backend.usage.tokens - used);
    }
    const [cold, ...typed] = evaluated;
    expect(cold).toBeGreaterThan(150);
    for (const tokens of typed) expect(tokens).toBeLessThanOrEqual(4);
  });

  describe('kept on disk', () => {
    const [kind] = kinds;
    const loadAgain = async (): Promise<FimOrder> => {
      const again = new Pack(new ManualClock(), silentLogger);
      const { members } = await again.load({ ...await loadRequest([starter(kind)]), cacheFolder: folder }, () => undefined, signal);
      await again.dispose();
      return members[0]!.fimOrder;
    };
    const files = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.startsWith('fim-order-')).map((name) => join(folder, name));
    const contents = async (): Promise<string[]> => Promise.all((await files()).map((file) => readFile(file, 'utf8')));

    it('is read again instead of measured', async () => {
      const measured = member(kind).report.fimOrder;
      expect(await files()).toHaveLength(kinds.length);
      expect(await loadAgain()).toBe(measured);
      const kept = await contents();
      const other = measured === psm ? spm : psm;
      for (const [index, file] of (await files()).entries()) await writeFile(file, kept[index]!.replace(measured ?? 'plain', other));
      expect(await loadAgain()).toBe(other);
      for (const [index, file] of (await files()).entries()) await writeFile(file, kept[index]!);
    });

    it.each(['', 'suffix-prefix', '\0\0\0'])('is measured anew when the file holds %j', async (damage) => {
      const kept = (await contents()).sort();
      for (const file of await files()) await writeFile(file, damage);
      expect(await loadAgain()).toBe(member(kind).report.fimOrder);
      expect(kept).toContain((await contents()).find((content) => content !== damage));
    });
  });
});

describe('a completion in the middle of a file', () => {
  const engine = new ServerUnderTest();
  afterAll(() => engine.server.dispose());

  it('says of each member whether it saw the text after the cursor', async () => {
    const loaded = await engine.load(starterPack());
    const { members } = await engine.ask('complete', completing('export function add(a: number, b: number): number {\n  return', { after: ';\n}\n', maxBytes: 16 }));
    expect(members.map(({ id, seesSuffix }) => [id, seesSuffix])).toEqual(loaded.members.map(({ id, fimOrder }) => [id, fimOrder !== null]));
  });
});
