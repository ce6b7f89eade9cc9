import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaults } from '../../src/protocol/settings.ts';
import { samples } from './prompts.ts';
import { completing, kinds, optionalModel, ServerUnderTest, starterPack, weighing } from './starterPack.ts';

const text = samples('typescript')[3]!.text;
/** A keystroke may change the last tokens of the text, and nothing before them. */
const fewTokens = 4;
/** Suffix marker, 64 tokens after the cursor, middle marker. */
const suffixTokens = 66;

describe('typing', () => {
  const engine = new ServerUnderTest();
  beforeAll(() => engine.load(starterPack()));
  afterAll(() => engine.server.dispose());

  it('evaluates only the new tokens of each keystroke', async () => {
    const typed = text.slice(1000, 1030);
    const cold = await engine.ask('weights', weighing(text.slice(0, 1000)));
    for (const member of cold.members) expect(member.tokensEvaluated).toBeGreaterThan(150);
    for (let length = 1; length <= typed.length; length++) {
      const { members } = await engine.ask('weights', weighing(text.slice(0, 1000) + typed.slice(0, length)));
      for (const member of members) expect(member.tokensEvaluated, `${member.id} at keystroke ${length}`).toBeLessThanOrEqual(fewTokens);
    }
  });

  it('evaluates nothing for the same text again, and gives the same figures', async () => {
    const first = await engine.ask('weights', weighing(text.slice(0, 700)));
    const second = await engine.ask('weights', weighing(text.slice(0, 700)));
    for (const member of second.members) expect(member.tokensEvaluated).toBe(0);
    expect(second.members.map(({ weight, perplexity }) => ({ weight, perplexity }))).toEqual(first.members.map(({ weight, perplexity }) => ({ weight, perplexity })));
  });

  it('evaluates, in the middle of a file, the new tokens and the text after the cursor', async () => {
    const at = (length: number): ReturnType<typeof completing> => completing(text.slice(0, length), { after: text.slice(1400), maxBytes: 1 });
    await engine.ask('complete', at(1400));
    const report = await engine.ask('complete', at(1401));
    expect(report.members).toHaveLength(kinds.length);
    for (const member of report.members) expect(member.tokensEvaluated).toBeLessThanOrEqual(suffixTokens + 4 * fewTokens);
  });

  it('evaluates excerpts of other files once, and the new tokens of each keystroke behind them', async () => {
    const excerpts = [`// other.ts\n${text.slice(900, 1200)}\n\n// here.ts\n`];
    const at = (length: number, changes = {}): ReturnType<typeof weighing> => weighing(text.slice(0, length), changes);
    const evaluated = async (changes: { readonly excerpts?: string[] }): Promise<readonly number[]> => {
      await engine.ask('weights', at(400, changes));
      const totals = kinds.map(() => 0);
      for (let length = 401; length <= 430; length++) {
        const { members } = await engine.ask('weights', at(length, changes));
        members.forEach(({ id, tokensEvaluated }, index) => {
          expect(tokensEvaluated, `${id} at keystroke ${length - 400}`).toBeLessThanOrEqual(fewTokens);
          totals[index]! += tokensEvaluated;
        });
      }
      return totals;
    };
    const without = await evaluated({});
    expect(await evaluated({ excerpts })).toEqual(without);
    const [plain, informed] = [await engine.ask('weights', at(430)), await engine.ask('weights', at(430, { excerpts }))];
    // Only the text before the cursor is scored, its first token too where something stands before it.
    expect(informed.bytes).toBeLessThanOrEqual(430);
    informed.members.forEach(({ promptTokens, tokens }, index) => {
      expect(promptTokens).toBeGreaterThan(plain.members[index]!.promptTokens! + 50);
      expect(tokens - plain.members[index]!.tokens).toBeLessThanOrEqual(1);
    });
  });

  it('gives the same figures as reading the text at once, up to numeric noise', async () => {
    const typed = await engine.ask('weights', weighing(text.slice(0, 1500)));
    await engine.ask('weights', weighing('something else entirely'));
    const whole = await engine.ask('weights', weighing(text.slice(0, 1500)));
    whole.members.forEach(({ bitsPerByte }, index) => expect(Math.abs(bitsPerByte! - typed.members[index]!.bitsPerByte!)).toBeLessThan(0.02));
  });

  it('keeps most of what it has read when a long file outgrows the window', async () => {
    const long = Array.from({ length: 12 }, () => text).join('\n');
    await engine.ask('weights', weighing(long.slice(0, 20_000)));
    let evaluated = 0;
    for (let length = 20_001; length <= 20_040; length++) {
      const { members } = await engine.ask('weights', weighing(long.slice(0, length)));
      evaluated += Math.max(...members.map((member) => member.tokensEvaluated));
    }
    expect(evaluated).toBeLessThan(40 * fewTokens + 1024);
  });

  // More tokens than distributions are remembered, in the second one.
  it.each([500, 1800])('reads a new text of %i characters once, also where weights are fitted to whole distributions', async (length) => {
    const weighting = { ...defaults.weighting, method: 'opt' as const, windowBytes: 4000 };
    const { members } = await engine.ask('weights', weighing(text.slice(0, length).replaceAll('e', 'u'), { weighting }));
    expect(members).toHaveLength(kinds.length);
    for (const { tokens, tokensEvaluated } of members) expect(tokensEvaluated).toBeLessThanOrEqual(tokens + 1);
  });

  it('has everything ready after warming', async () => {
    const before = text.slice(0, 900).replaceAll('e', 'i');
    await engine.ask('warm', { before, after: '' });
    const { members } = await engine.ask('weights', weighing(before));
    for (const member of members) expect(member.tokensEvaluated).toBe(0);
  });
});

const smol = optionalModel(/SmolLM2.*\.gguf$/i);
describe.skipIf(smol === null)('typing with a large vocabulary', () => {
  const engine = new ServerUnderTest();
  afterAll(() => engine.server.dispose());

  it('evaluates only the new tokens of each keystroke', async () => {
    await engine.load([{ id: 'smol', path: smol ?? '' }], { threads: 1 });
    await engine.ask('weights', weighing(text.slice(0, 600)));
    for (let length = 601; length <= 605; length++) {
      const { members } = await engine.ask('weights', weighing(text.slice(0, length)));
      expect(members[0]!.tokensEvaluated).toBeLessThanOrEqual(fewTokens);
    }
  });
});
