import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { AlignmentCache } from '../../../src/engine/kept/alignmentCache.ts';
import { align } from '../../../src/fusion/vocabulary/align.ts';
import { vocabularyFromGguf } from '../../../src/fusion/vocabulary/ggufVocabulary.ts';
import type { Vocabulary } from '../../../src/fusion/vocabulary/vocabulary.ts';

const vocabulary = (tokens: readonly string[]): Vocabulary =>
  vocabularyFromGguf({ kind: 'byte-bpe', tokens, types: [], endTokens: [], bos: null, dummyPrefixSpace: false, fim: null });

const from = vocabulary(['return', 'Ġreturn', 'function', 'class', 'colour']);
const to = vocabulary(['Ġreturns', 'return', 'func', 'color', 'clas', 'x']);

describe('kept alignments', () => {
  let folder: string;
  const cache = (): AlignmentCache => {
    const fresh = new AlignmentCache(systemClock, silentLogger);
    fresh.folder = folder;
    return fresh;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packllm-alignments-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are what aligning gives, computed once, also for the next engine', async () => {
    const expected = align(from, to, 'bytes');
    const first = cache();
    expect(await first.find(from, to, 'bytes')).toEqual({ alignment: expected, cached: false });
    expect(await first.find(from, to, 'bytes')).toEqual({ alignment: expected, cached: true });
    expect(await cache().find(from, to, 'bytes')).toEqual({ alignment: expected, cached: true });
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('are kept apart by direction, mode and vocabulary', async () => {
    const one = cache();
    for (const [a, b, mode] of [[from, to, 'bytes'], [to, from, 'bytes'], [from, to, 'paper'], [from, vocabulary(['other', 'tokens']), 'bytes']] as const) {
      expect(await one.find(a, b, mode)).toEqual({ alignment: align(a, b, mode), cached: false });
    }
    expect(await readdir(folder)).toHaveLength(4);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
    ['empty', () => Buffer.alloc(0)],
    ['changed in one byte', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -10), Buffer.from([bytes.at(-10)! ^ 1]), bytes.subarray(-9)])],
    ['something else', () => Buffer.from('not an alignment at all')],
  ])('are computed anew when the file is %s', async (_, damage) => {
    await cache().find(from, to, 'bytes');
    const [file] = await readdir(folder);
    const path = join(folder, file!);
    await writeFile(path, damage(await readFile(path)));
    expect(await cache().find(from, to, 'bytes')).toEqual({ alignment: align(from, to, 'bytes'), cached: false });
    expect((await cache().find(from, to, 'bytes')).cached).toBe(true);
  });

  it('are still given when the folder cannot be written', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'a file, not a folder');
    const blocked = cache();
    blocked.folder = join(path, 'below');
    expect((await blocked.find(from, to, 'bytes')).alignment).toEqual(align(from, to, 'bytes'));
  });
});
