import type { Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { Pack } from '../../src/engine/loading/pack.ts';
import type { MeteredMember } from '../../src/engine/member/packMember.ts';
import { nativeModel, type NativeModel } from './nativeLibrary.ts';
import { samples } from './prompts.ts';
import { kinds, loadRequest, optionalModel, starterPath } from './starterPack.ts';

const signal = new AbortController().signal;
const text = samples('python')[2]!.text.slice(0, 500);

function compareScores(name: string, path: string | null, tolerance: number): void {
  describe.skipIf(path === null)(`probabilities of ${name}`, () => {
    const pack = new Pack(systemClock, silentLogger);
    let native: NativeModel;
    let member: MeteredMember;
    let ids: Int32Array;
    beforeAll(async () => {
      native = await nativeModel(path ?? '');
      await pack.load(await loadRequest([{ id: 'only', path: path ?? '' }], { threads: 1 }), () => undefined, signal);
      member = pack.select(undefined)[0]!.backend;
      ids = member.tokenize(new TextEncoder().encode(text)).subarray(0, 60);
    });
    afterAll(async () => {
      await pack.dispose();
      await native.dispose();
    });

    /** The library's own full probability map at every position, in one batch of the same shape. */
    async function maps(): Promise<(ReadonlyMap<number, number> | undefined)[]> {
      await native.sequence.clearHistory();
      const generateNext = { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } };
      const results = await native.sequence.controlledEvaluate(Array.from(ids, (id) => [id as Token, { generateNext }]));
      return results.map((result) => result?.next.probabilities);
    }

    it('equal the full probability map: scores', async () => {
      const full = await maps();
      const scores = await member.score(ids, 1, signal);
      expect(scores).toHaveLength(ids.length - 1);
      scores.forEach((score, index) => expect(Math.abs(score - Math.log(full[index]!.get(ids[index + 1]!)!))).toBeLessThan(tolerance));
    });

    it('equal the full probability map: distributions', async () => {
      const full = await maps();
      const next = await member.next(ids, 100, signal);
      const predicted = [...await member.predict(ids, ids.length - 5, 100, signal), next];
      predicted.forEach(({ ids: listed, p, tail }, index) => {
        const map = full[ids.length - 6 + index]!;
        expect(listed.length).toBeGreaterThanOrEqual(100);
        expect(p.reduce((sum, value) => sum + value, tail)).toBeCloseTo(1, 6);
        for (let rank = 0; rank < 100; rank++) {
          expect(Math.abs(Math.log(p[rank]! / map.get(listed[rank]!)!))).toBeLessThan(tolerance);
          if (rank > 0) expect(p[rank]).toBeLessThanOrEqual(p[rank - 1]!);
        }
      });
    });

    // A token that changed is predicted by the one before it, which is asked again; a member without FIM reads the last one too.
    it('are remembered until the text before them changes', async () => {
      await member.score(ids, 1, signal);
      await member.next(ids, 100, signal);
      const before = member.usage.tokens;
      await member.score(ids, 1, signal);
      await member.predict(ids, ids.length - 5, 100, signal);
      await member.next(ids, 100, signal);
      await member.score(ids.subarray(0, 30), 1, signal);
      expect(member.usage.tokens).toBe(before);
      const changed = Int32Array.from(ids);
      changed[40] = changed[3]!;
      await member.score(changed, 1, signal);
      expect([ids.length - 40, ids.length - 39]).toContain(member.usage.tokens - before);
    });
  });
}

for (const kind of kinds) compareScores(`the ${kind} specialist`, starterPath(kind), 1e-3);
compareScores('SmolLM2', optionalModel(/SmolLM2.*\.gguf$/i), 1e-3);
