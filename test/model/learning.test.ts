import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaults } from '../../src/protocol/settings.ts';
import { samples } from './prompts.ts';
import { completing, loadRequest, ServerUnderTest, starterPack, weighing } from './starterPack.ts';

const engine = new ServerUnderTest();
let cacheFolder = '';
beforeAll(async () => {
  const request = await loadRequest(starterPack());
  ({ cacheFolder } = request);
  await engine.ask('load', request);
});
afterAll(() => engine.server.dispose());

const [sample] = samples('typescript');
const before = sample!.text.slice(0, 600);
const lesson = { before, after: '', text: sample!.text.slice(600, 900), language: 'typescript', learning: defaults.learning };

describe('learning with real models', () => {
  it('changes the weights of its language, within the simplex, until it is forgotten', async () => {
    const why = async (language: string): Promise<string> => (await engine.ask('weights', weighing(before, { language }))).why;
    expect(await why('typescript')).not.toContain('learnt');
    await engine.ask('learn', lesson);
    const [learnt] = await engine.ask('learnt', { cacheFolder });
    expect(learnt).toMatchObject({ language: 'typescript', kind: 'plain' });
    expect(learnt!.chunks).toBeGreaterThanOrEqual(40);
    expect(learnt!.members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
    expect(await why('typescript')).toContain('learnt');
    expect(await why('python')).not.toContain('learnt');
    await engine.ask('forget', { cacheFolder });
    expect(await why('typescript')).not.toContain('learnt');
  });

  it('gives way to a completion and is done afterwards', async () => {
    const order: string[] = [];
    const learning = engine.ask('learn', { ...lesson, before: `${before}\n// another place\n` }).then(() => order.push('learn'));
    await new Promise(setImmediate);
    await engine.ask('complete', completing(before)).then(() => order.push('complete'));
    await learning;
    expect(order).toEqual(['complete', 'learn']);
    expect(await engine.ask('learnt', { cacheFolder })).toHaveLength(1);
  });
});
