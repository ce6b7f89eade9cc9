import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../src/base/translate.ts';
import { workspaceMemberId } from '../../../../src/base/workspaceMemberId.ts';
import { defaultPolicy } from '../../../../src/evaluation/policy.ts';
import type { Subject } from '../../../../src/evaluation/run/study.ts';
import { lineStudy } from '../../../../src/evaluation/workspace/lineStudy.ts';
import type { MeasureReport, MeasureRequest } from '../../../../src/protocol/measure.ts';
import type { CompletionRequest } from '../../../../src/protocol/requests.ts';
import { reportOf } from '../../editor/support/scriptedEngine.ts';

const line = { id: 'a.ts:3:5', prefix: 'before ', suffix: '\nafter', target: 'return 1;', document: 'file:///a.ts', path: 'a.ts', language: 'typescript' };
const members = ['ts', 'prose'];

/** Writes who was asked, and needs a bit for each letter of each of them. */
class Recorder {
  readonly completions: CompletionRequest[] = [];
  readonly measurements: MeasureRequest[] = [];

  readonly subject: Subject = {
    ask: ((method: string, request: CompletionRequest & MeasureRequest) => {
      if (method === 'complete') {
        this.completions.push(request);
        return Promise.resolve(reportOf((request.only ?? []).join(' + ')));
      }
      this.measurements.push(request);
      const answer = {
        bytes: 9, members: (request.only ?? []).map((id) => ({ id, bits: id.length })), policies: request.policies.map(() => ({ bits: (request.only ?? []).join('').length })),
      };
      return Promise.resolve(answer as unknown as MeasureReport);
    }),
  };
}

async function measured(policy = defaultPolicy, workspace = true) {
  const recorder = new Recorder();
  const outcome = await lineStudy([line], { policy, members, workspace }, inEnglish).measure(line.id, new Map(), recorder.subject, new AbortController().signal);
  return { completions: recorder.completions, measurements: recorder.measurements, outcome };
}

describe('measuring a masked line', () => {
  it('asks the pack with and without the workspace and each member alone, all about the same place in the same document', async () => {
    const { completions, outcome } = await measured();
    expect(completions.map(({ only }) => only)).toEqual([[...members, workspaceMemberId], members, ['ts'], ['prose']]);
    for (const { before, after, document, language } of completions) expect([before, after, document, language]).toEqual(['before ', '\nafter', 'file:///a.ts', 'typescript']);
    expect(outcome.line.withWorkspace?.text).toBe(`ts + prose + ${workspaceMemberId}`);
    expect(outcome.line.fused.text).toBe('ts + prose');
    expect(outcome.line.members.map(({ written }) => written.text)).toEqual(members);
  });

  it('measures the true text with the document left out of the workspace', async () => {
    const { measurements, outcome } = await measured();
    expect(measurements.map(({ only, document, continuation }) => [only, document, continuation])).toEqual([
      [members, undefined, 'return 1;'], [[...members, workspaceMemberId], 'file:///a.ts', 'return 1;'],
    ]);
    expect(outcome.bits).toEqual({ pack: 7 + workspaceMemberId.length, models: 7, members: [2, 5] });
  });

  it.each([
    ['is switched off', defaultPolicy, false], ['cannot take part: tokens are fused', { ...defaultPolicy, decoding: 'tokens' as const }, true],
    ['cannot take part: the weights are PackLLM’s', { ...defaultPolicy, weighting: { ...defaultPolicy.weighting, method: 'sim' as const } }, true],
  ])('leaves the workspace out where it %s', async (_, policy, workspace) => {
    const { completions, measurements, outcome } = await measured(policy, workspace);
    expect(completions.map(({ only }) => only)).toEqual([members, ['ts'], ['prose']]);
    expect(measurements).toHaveLength(1);
    expect(outcome.line).not.toHaveProperty('withWorkspace');
    expect(outcome.bits).toEqual({ pack: 7, models: 7, members: [2, 5] });
  });
});
