import { copyFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PackError } from '../../src/base/errors.ts';
import { engineForEachTest } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { line, realEntry, realPack, sourceText, starterFiles } from '../support/realEngine.ts';
import { SkippingClock } from '../support/skippingClock.ts';

const start = engineForEachTest();

describe('F13: a model file changes while the engine has it mapped', () => {
  const { rounds, figure } = fault('F13', { ci: 6, all: 50, unit: 'changes' });
  const [kept = '', victim = ''] = starterFiles;
  const changes: readonly ((path: string) => Promise<void>)[] = [
    (path) => truncate(path, 4096),
    (path) => truncate(path, 2_000_000),
    (path) => rm(path),
    (path) => writeFile(path, Buffer.alloc(5_000_000, 0x55)),
    async (path) => {
      await writeFile(`${path}.new`, 'no model');
      await rename(`${path}.new`, path);
    },
    (path) => copyFile(starterFiles[2] ?? '', path),
  ];

  it('F13 at worst costs one completion: the next ones come from what is left', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'packllm-mapped-'));
    try {
      const clock = new SkippingClock();
      const test = start({ entry: realEntry, clock });
      let contained = 0;
      let crashes = 0;
      for (let round = 0; round < rounds; round += 1) {
        const path = join(folder, `victim-${round}.gguf`);
        await copyFile(victim, path);
        expect((await test.engine.load(realPack([kept, path]))).members).toHaveLength(2);
        await changes[round % changes.length]?.(path);
        const outcomes: unknown[] = [];
        for (let trigger = 0; trigger < 3; trigger += 1) {
          outcomes.push(await test.engine.ask('complete', line(sourceText.slice(0, 500 + 100 * trigger))).catch((thrown: unknown) => thrown));
        }
        const failed = outcomes.filter((outcome) => outcome instanceof PackError);
        for (const failure of failed) expect(failure).toMatchObject({ code: 'engine-crashed', shown: false });
        expect(outcomes.at(-1)).not.toBeInstanceOf(PackError);
        expect(failed.length).toBeLessThanOrEqual(1);
        crashes += failed.length;
        contained += 1;
        clock.skip(200_000);
      }
      figure(`${contained}/${rounds} contained, ${crashes} of them by a crash of the engine and one lost completion`);
      expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
