import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samples, type Sample } from './prompts.ts';
import { kinds, ServerUnderTest, starterPack, weighing, type Kind } from './starterPack.ts';

interface Row extends Sample {
  readonly weights: ReadonlyMap<string, number>;
  readonly top: string;
}

describe('the weights of the starter pack', () => {
  const engine = new ServerUnderTest();
  const table = new Map<Kind, readonly Row[]>();
  beforeAll(async () => {
    await engine.load(starterPack());
    for (const kind of kinds) {
      const rows: Row[] = [];
      for (const sample of samples(kind)) {
        const { members } = await engine.ask('weights', weighing(sample.text));
        const weights = new Map(members.map(({ id, weight }) => [id, weight]));
        rows.push({ ...sample, weights, top: members.toSorted((a, b) => b.weight - a.weight)[0]?.id ?? '' });
      }
      table.set(kind, rows);
    }
    console.log(print(table));
  });
  afterAll(() => engine.server.dispose());

  it.each(kinds)('are largest for the %s specialist on at least 18 of 20 files of its kind', (kind) => {
    const rows = table.get(kind) ?? [];
    expect(rows).toHaveLength(20);
    expect(rows.filter(({ top }) => top === `starter-${kind}`).length).toBeGreaterThanOrEqual(18);
  });

  it('sum to one on every file', () => {
    for (const { weights } of [...table.values()].flat()) expect([...weights.values()].reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });
});

function print(table: ReadonlyMap<Kind, readonly Row[]>): string {
  const cells = (row: Row): string => kinds.map((kind) => (row.weights.get(`starter-${kind}`) ?? 0).toFixed(2).padStart(11)).join('');
  const lines = [...table].flatMap(([kind, rows]) => [
    `${kind}: right on ${rows.filter(({ top }) => top === `starter-${kind}`).length} of ${rows.length}`,
    ...rows.map((row) => `  ${row.file.padEnd(44)}${cells(row)}${row.top === `starter-${kind}` ? '' : '  ✗'}`),
  ]);
  return [`${''.padEnd(46)}${kinds.map((kind) => kind.padStart(11)).join('')}`, ...lines].join('\n');
}
