import { describe, expect, it } from 'vitest';
import { exhaustive } from '../../../src/fusion/weights/exhaustive.ts';
import { fitWeights } from '../../../src/fusion/weights/fitWeights.ts';
import { opt } from '../../../src/fusion/weights/opt.ts';
import { pinned } from '../../../src/fusion/weights/pinned.ts';
import { sim } from '../../../src/fusion/weights/sim.ts';
import { topOne } from '../../../src/fusion/weights/topOne.ts';
import { uniform } from '../../../src/fusion/weights/uniform.ts';
import type { Distribution } from '../../../src/fusion/member.ts';
import type { PromptEvidence, Weighting } from '../../../src/fusion/weights/weighting.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';
import { fitPolicy, never, promptOf, utf8 } from '../../support/syntheticPack.ts';
import { coder, writer } from '../../support/syntheticSpecialists.ts';

const codeText = 'const name = items.length;\nreturn name;\nconst total = ';
const proseText = 'The river ran by the house. The garden was calm. The children ';

/** Hands the evidence out as it passes. */
function watched(weighting: Weighting, see: (evidence: PromptEvidence) => void): Weighting {
  return {
    needsRows: weighting.needsRows,
    *weigh(evidence) {
      see(evidence);
      return yield* weighting.weigh(evidence);
    },
  };
}

describe('fitting the weights', () => {
  it.each([[codeText, 'coder'], [proseText, 'writer']])('prefers who predicts %j', async (text, best) => {
    const prompts = [promptOf(coder(), text), promptOf(writer(), text)];
    for (const weighting of [sim(1, 'per-byte'), opt(true), exhaustive(), topOne('per-byte')]) {
      const fitted = await fitWeights(prompts, fitPolicy({ weighting }), never);
      const winner = prompts[fitted.weights.indexOf(Math.max(...fitted.weights))]!;
      expect(winner.member.id).toBe(best);
      expect(prompts[fitted.reference]!.member.id).toBe(best);
      expect(fitted.why).toMatch(new RegExp(`^${best} predicted this text best: \\d+\\.\\d\\d bits per byte against \\d+\\.\\d\\d`));
    }
  });

  it('scores each member exactly, in its own tokens, the first token only behind a head', async () => {
    const member = coder({ bos: true });
    const ids = member.tokenize(utf8(codeText));
    const exact = async (path: Int32Array, from: number): Promise<number> => -(await member.score(path, from, never)).reduce((sum, p) => sum + p, 0);
    const bare = await fitWeights([promptOf(member, codeText)], fitPolicy(), never);
    expect(bare.fits[0]).toEqual({ nats: await exact(ids, 1), tokens: ids.length - 1, bytes: codeText.length - member.vocabulary.bytes[ids[0]!]!.length });
    const head = Int32Array.of(member.vocabulary.bos!);
    const behindBos = await fitWeights([promptOf(member, codeText, { head })], fitPolicy(), never);
    expect(behindBos.fits[0]).toEqual({ nats: await exact(Int32Array.of(...head, ...ids), 1), tokens: ids.length, bytes: codeText.length });
    expect(behindBos.bytes).toBe(codeText.length);
  });

  it('looks at the window only', async () => {
    const text = proseText.repeat(4) + codeText;
    const fitted = await fitWeights([promptOf(coder(), text), promptOf(writer(), text)], fitPolicy({ windowBytes: codeText.length }), never);
    expect(fitted.bytes).toBeLessThanOrEqual(codeText.length);
    expect(fitted.reference).toBe(0);
  });

  it.each(['', 'c'])('gives equal weights to %j and says so', async (text) => {
    for (const weighting of [sim(1, 'per-token'), opt(true), exhaustive(), topOne('per-byte')]) {
      const fitted = await fitWeights([promptOf(coder(), text), promptOf(writer({ dummyPrefixSpace: false }), text)], fitPolicy({ weighting }), never);
      expect(fitted.weights).toEqual([0.5, 0.5]);
      expect(fitted.why).toContain('all weigh the same');
    }
  });

  it('drops light members, never the reference, and says so', async () => {
    const prompts = [promptOf(coder(), codeText), promptOf(writer(), codeText)];
    const dropped = await fitWeights(prompts, fitPolicy({ weighting: pinned({ coder: 97, writer: 3 }) }), never);
    expect(dropped.weights).toEqual([1, 0]);
    expect(dropped.why).toContain('writer would weigh less than 5 % and sits out');
    const kept = await fitWeights(prompts, fitPolicy({ weighting: pinned({ coder: 3, writer: 97 }) }), never);
    expect(kept.weights).toEqual([0.03, 0.97]);
    expect(kept.reference).toBe(0);
    const without = await fitWeights(prompts, fitPolicy({ weighting: pinned({ writer: 1 }) }), never);
    expect(without.weights).toEqual([0, 1]);
    expect(without.reference).toBe(1);
  });

  it('goes on without a member whose figures are no numbers', async () => {
    class Broken extends SyntheticMember {
      override async score(path: Int32Array, from: number, signal: AbortSignal): Promise<Float64Array> {
        return (await super.score(path, from, signal)).fill(NaN);
      }
      override async predict(path: Int32Array, from: number, topK: number, signal: AbortSignal): Promise<readonly Distribution[]> {
        return (await super.predict(path, from, topK, signal)).map((one) => ({ ...one, p: one.p.map(() => NaN) }));
      }
    }
    const broken = new Broken({ id: 'broken', vocabulary: syntheticVocabulary({ words: [] }), texts: [] });
    for (const weighting of [sim(1, 'per-byte'), opt(false), exhaustive()]) {
      const all = await fitWeights([promptOf(coder(), codeText), promptOf(broken, codeText), promptOf(writer(), codeText)], fitPolicy({ weighting, minimumWeight: 0 }), never);
      expect(all.weights[1]).toBe(0);
      expect(all.why).toContain('broken gave no usable figures');
    }
    const rest = await fitWeights([promptOf(coder(), codeText), promptOf(writer(), codeText)], fitPolicy({ minimumWeight: 0 }), never);
    const all = await fitWeights([promptOf(coder(), codeText), promptOf(broken, codeText), promptOf(writer(), codeText)], fitPolicy({ minimumWeight: 0 }), never);
    expect(all.weights.filter((_, k) => k !== 1)).toEqual(rest.weights);
  });

  it('says that uniform weights are by choice', async () => {
    const fitted = await fitWeights([promptOf(coder(), codeText), promptOf(writer(), codeText)], fitPolicy({ weighting: uniform() }), never);
    expect(fitted.weights).toEqual([0.5, 0.5]);
    expect(fitted.why).toContain('by choice');
  });

  it('rejects with the reason when cancelled before or during the search', async () => {
    const prompts = [promptOf(coder(), codeText), promptOf(writer(), codeText)];
    const early = new AbortController();
    early.abort(new Error('early'));
    await expect(fitWeights(prompts, fitPolicy(), early.signal)).rejects.toThrow('early');
    const late = new AbortController();
    const weighting = watched(exhaustive(), () => late.abort(new Error('late')));
    await expect(fitWeights(prompts, fitPolicy({ weighting }), late.signal)).rejects.toThrow('late');
  });

  it('does not wait for an alignment once cancelled', async () => {
    const controller = new AbortController();
    const prompts = [promptOf(coder(), codeText), promptOf(writer(), codeText)];
    const alignmentOf = (): Promise<never> => {
      controller.abort(new Error('aligning'));
      return new Promise<never>(() => undefined);
    };
    await expect(fitWeights(prompts, fitPolicy({ weighting: opt(true), alignmentOf }), controller.signal)).rejects.toThrow('aligning');
  });

  it('rejects an empty pack', async () => {
    await expect(fitWeights([], fitPolicy(), never)).rejects.toMatchObject({ code: 'no-members' });
  });
});

describe('rows of the prompt', () => {
  /** `reference` is the member whose vocabulary the rows are over. In paper mode that is the writer, for its tokens of code are short. */
  const rowsWith = async (mode: 'bytes' | 'paper', topK: number): Promise<PromptEvidence & { readonly reference: number }> => {
    let seen: PromptEvidence | null = null;
    const prompts = [promptOf(coder(), codeText), promptOf(writer(), codeText)];
    const { reference } = await fitWeights(prompts, fitPolicy({ mode, topK, minimumWeight: 0, weighting: watched(opt(false), (evidence) => (seen = evidence)) }), never);
    return { ...seen!, reference };
  };

  it('stand where all members begin a token, in bytes mode', async () => {
    const { rows } = await rowsWith('bytes', 1000);
    const startsOf = (member: SyntheticMember): Set<number> => {
      const ids = member.tokenize(utf8(codeText));
      let at = member.vocabulary.dummyPrefixSpace ? -1 : 0;
      return new Set([...ids].map((id) => {
        const start = Math.max(0, at);
        at += member.vocabulary.bytes[id]!.length;
        return start;
      }).slice(1));
    };
    const writers = startsOf(writer());
    expect(rows.length).toBe([...startsOf(coder())].filter((start) => writers.has(start)).length);
  });

  it('stand at the same places when the members see different beginnings of the text', async () => {
    const text = proseText + codeText;
    const rows = async (coderSees: string): Promise<PromptEvidence['rows']> => {
      let seen: PromptEvidence['rows'] = [];
      const weighting = watched(opt(false), (evidence) => (seen = evidence.rows));
      await fitWeights([promptOf(coder(), coderSees), promptOf(writer(), text)], fitPolicy({ weighting, windowBytes: 36, topK: 1000 }), never);
      return seen;
    };
    const whole = await rows(text);
    expect(whole.length).toBeGreaterThan(3);
    expect(await rows(codeText)).toEqual(whole);
  });

  it('stand at every reference token in paper mode', async () => {
    const { rows, fits, reference } = await rowsWith('paper', 1000);
    expect(rows.length).toBe(fits[reference]!.tokens);
  });

  it('are exact for the reference when it lists its whole vocabulary', async () => {
    const { rows, fits, reference } = await rowsWith('paper', 1000);
    const nats = rows.reduce((sum, row) => sum - row.logits[reference]![row.target]!, 0);
    expect(nats).toBeCloseTo(fits[reference]!.nats, 9);
    for (const row of rows) expect(row.logits[reference]!.reduce((sum, z) => sum + Math.exp(z), 0)).toBeCloseTo(1, 9);
  });

  it('stay close to exact, target exactly, when only a few tokens are listed', async () => {
    const exact = await rowsWith('paper', 1000);
    const { reference } = exact;
    const listed = await rowsWith('paper', 12);
    listed.rows.forEach((row, r) => {
      const whole = exact.rows[r]!;
      expect(row.logits[reference]!.length).toBeLessThan(whole.logits[reference]!.length / 4);
      expect(row.logits[reference]![row.target]!).toBeCloseTo(whole.logits[reference]![whole.target]!, 9);
      expect(row.logits[reference]!.reduce((sum, z) => sum + Math.exp(z), 0)).toBeCloseTo(1, 2);
    });
  });

  it('evaluates nothing twice in bytes mode', async () => {
    const members = [coder(), writer()];
    await fitWeights(members.map((member) => promptOf(member, codeText)), fitPolicy({ weighting: opt(true) }), never);
    expect(members.map((member) => member.evaluated)).toEqual(members.map((member) => member.tokenize(utf8(codeText)).length));
  });
});
