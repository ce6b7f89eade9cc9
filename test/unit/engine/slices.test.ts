import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativeRestart } from '../../../src/engine/member/nativeRestart.ts';
import { largestSlice, sliceLengths, tileRows } from '../../../src/engine/member/slices.ts';
import { threadsPerMember } from '../../../src/engine/loading/threads.ts';

describe('slices of a prompt', () => {
  it('hold every token once, are never larger than a batch, and are tiles when there are enough', () => {
    fc.assert(fc.property(fc.nat(5000), (tokens) => {
      const slices = sliceLengths(tokens);
      expect(slices.reduce((sum, rows) => sum + rows, 0)).toBe(tokens);
      for (const rows of slices) expect(rows).toBeLessThanOrEqual(largestSlice);
      if (tokens >= tileRows) for (const rows of slices) expect(rows).toBeGreaterThanOrEqual(tileRows);
    }));
  });
});

/** For each row, whether it is computed in a tile: by the library alone, and when decoding goes on as `nativeRestart` says. */
function tiles(length: number, cut: number): { readonly native: boolean[]; readonly ours: boolean[] } {
  const native: boolean[] = [];
  for (let left = length; left > 0; left -= 512) native.push(...Array<boolean>(Math.min(512, left)).fill(Math.min(512, left) >= tileRows));
  const ours: boolean[] = [];
  const evaluate = (end: number): void => {
    for (const rows of sliceLengths(end - ours.length)) ours.push(...Array<boolean>(rows).fill(rows >= tileRows));
  };
  evaluate(cut);
  const tiled = ours.indexOf(false) < 0 ? ours.length : ours.indexOf(false);
  const { from, split } = nativeRestart(length, { kept: cut, tiled, decoded: 0 });
  ours.length = from;
  evaluate(split);
  evaluate(length);
  return { native, ours };
}

describe('decoding a new prompt', () => {
  it('computes every row as the library does, whatever part of the prompt was read for its score', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1600 }), fc.boolean(), (length, scored) => {
      const { native, ours } = tiles(length, scored ? length - 1 : 0);
      expect(ours).toEqual(native);
    }));
  });

  it('never goes back behind what was decoded before', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1600 }), fc.nat(), fc.nat(), (length, a, b) => {
      const kept = a % length;
      const decoded = b % (kept + 1);
      const { from } = nativeRestart(length, { kept, tiled: kept, decoded });
      if (kept >= Math.floor((length - 1) / 512) * 512) expect(from).toBeGreaterThanOrEqual(decoded);
    }));
  });
});

describe('threads', () => {
  it.each([[0, 1, 1, 1], [0, 2, 1, 1], [0, 2, 3, 1], [0, 8, 2, 3], [0, 8, 1, 7], [6, 2, 3, 2], [1, 16, 4, 1]])('setting %i on %i cores for %i members: %i each', (setting, cores, members, each) => {
    expect(threadsPerMember(setting, cores, members)).toBe(each);
  });
});
