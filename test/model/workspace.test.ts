import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspaceMemberId } from '../../src/base/workspaceMemberId.ts';
import type { CompletionRequest } from '../../src/protocol/requests.ts';
import { defaults } from '../../src/protocol/settings.ts';
import { samples } from './prompts.ts';
import { ServerUnderTest, starter } from './starterPack.ts';

const [sample] = samples('typescript');
const text = sample?.text ?? '';
const cut = text.indexOf('\n', 700) + 8;

function request(change: Partial<CompletionRequest> = {}): CompletionRequest {
  return {
    before: text.slice(0, cut), after: '', language: 'typescript', weighting: defaults.weighting, alignment: 'bytes', decoding: 'bytes',
    shape: { kind: 'line' }, maxBytes: 120, deadlineMs: 60_000, ...change,
  };
}

describe('the workspace in a pack of one', () => {
  const engine = new ServerUnderTest();
  const ids = async (change: Partial<CompletionRequest>): Promise<readonly string[]> => (await engine.ask('complete', request(change))).members.map(({ id }) => id);

  beforeAll(() => engine.load([starter('typescript')]));
  afterAll(() => engine.server.dispose());

  it('is no member before it has documents, nor where it cannot take part', async () => {
    expect(await ids({ document: 'open' })).toEqual(['starter-typescript']);
    await engine.ask('workspace', { clear: true, documents: [{ id: 'copy', text }], removed: [] });
    expect(await ids({})).toEqual(['starter-typescript']);
    expect(await ids({ document: 'copy' })).toEqual(['starter-typescript']);
    expect(await ids({ document: 'open', decoding: 'tokens' })).toEqual(['starter-typescript']);
    expect(await ids({ document: 'open', weighting: { ...defaults.weighting, method: 'sim' } })).toEqual(['starter-typescript']);
    expect(await ids({ document: 'open', only: ['starter-typescript'] })).toEqual(['starter-typescript']);
    expect(await ids({ document: 'open' })).toEqual(['starter-typescript', workspaceMemberId]);
  });

  it('takes part among named members when it is named, and in measurements', async () => {
    await engine.ask('workspace', { clear: true, documents: [{ id: 'copy', text }], removed: [] });
    const only = ['starter-typescript', workspaceMemberId];
    expect(await ids({ document: 'open', only })).toEqual(only);
    const policies = [{ weighting: defaults.weighting, decoding: 'bytes', pooling: 'linear', alignment: 'bytes', precision: {}, prior: null, learning: null } as const];
    const measure = (document: string) => engine.ask('measure', { before: text.slice(0, cut), after: '', continuation: text.slice(cut, cut + 60), policies: [...policies], only, document });
    const [unseen, copied] = [await measure('copy'), await measure('open')];
    expect([unseen, copied].map(({ members }) => members.length)).toEqual([1, 2]);
    expect(copied.policies[0]?.bits).toBeLessThan((unseen.policies[0]?.bits ?? 0) / 2);
  });

  it('what runs in the background gives way to a completion', async () => {
    const { signal } = new AbortController();
    const asked = engine.server.answer('complete', request({ shape: { kind: 'text' }, maxBytes: 2000 }), { signal, background: true, stream: () => undefined });
    const gaveWay = expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    const { text: answer, stop } = await engine.ask('complete', request());
    await gaveWay;
    expect(await engine.server.answer('complete', request(), { signal, background: true, stream: () => undefined })).toMatchObject({ text: answer, stop });
  });

  it('leads where a copy of the document stands in another one', async () => {
    await engine.ask('workspace', { clear: true, documents: [{ id: 'copy', text }], removed: [] });
    const report = await engine.ask('complete', request({ document: 'open' }));
    expect(report.members.find(({ id }) => id === workspaceMemberId)?.weight).toBeGreaterThan(0.5);
    expect(report.text).toBe(text.slice(cut, text.indexOf('\n', cut)));
  });

  it('leaves the text of the model alone as it is where it has no weight', async () => {
    const alone = await engine.ask('complete', request());
    await engine.ask('workspace', { clear: true, documents: [{ id: 'other', text: 'ZZZ QQQ 0123\n'.repeat(40) }], removed: [] });
    const report = await engine.ask('complete', request({ document: 'open', weighting: { ...defaults.weighting, minimumWeight: 0.5 } }));
    expect(report.members.map(({ weight }) => weight)).toEqual([1, 0]);
    expect(report.text).toBe(alone.text);
  });
});
