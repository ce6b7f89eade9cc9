import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import { failures } from '../../../../src/base/errors.ts';
import { Learner, lessonFrom, type Lesson } from '../../../../src/editor/acceptance/learner.ts';
import { defaults } from '../../../../src/protocol/settings.ts';
import { emptyPack, ScriptedEngine } from '../support/scriptedEngine.ts';

const lesson: Lesson = { before: 'let ', after: ';', text: 'x = 1', language: 'typescript' };
const member = {
  name: 'm', architecture: 'a', quantisation: 'q', vocabularySize: 1, tokenizer: 'byte-bpe' as const, fim: null, fimOrder: null, bytesOnDisk: 0, bytesInMemory: 0,
  contextSize: 1, threads: 1, gpuLayers: 0, loadMs: 0,
};

function learning(change: Partial<typeof defaults.weighting> = {}, members = ['a', 'b']): { readonly engine: ScriptedEngine; readonly learner: Learner } {
  const engine = new ScriptedEngine();
  engine.pack = { ...emptyPack, members: members.map((id) => ({ id, ...member })) };
  return { engine, learner: new Learner(engine, () => ({ weighting: { ...defaults.weighting, ...change } }), silentLogger) };
}

describe('learning from what was accepted', () => {
  test('the engine gets the text and what stood around it', async () => {
    const { engine, learner } = learning();
    const done = learner.learn(lesson);
    expect(engine.last.request).toEqual({ ...lesson, learning: defaults.learning });
    engine.last.answer('');
    await done;
  });

  test.each([
    ['switched off', learning({ useLearnt: false } as never)], ['another weighting', learning({ method: 'sim' } as never)], ['a pack of one', learning({}, ['a'])],
  ])('nothing is asked with %s', async (_, { engine, learner }) => {
    await learner.learn(lesson);
    expect(engine.asked).toEqual([]);
  });

  test('lessons that pile up are lost, and a failure makes room again', async () => {
    const { engine, learner } = learning();
    const all = Array.from({ length: Learner.mostWaiting + 2 }, () => learner.learn(lesson));
    expect(engine.asked).toHaveLength(Learner.mostWaiting);
    for (const asked of engine.asked) asked.fail(failures.noMembers());
    await Promise.all(all);
    void learner.learn(lesson);
    expect(engine.asked).toHaveLength(Learner.mostWaiting + 1);
  });

  test('disposing ends what is on its way', async () => {
    const { engine, learner } = learning();
    const done = learner.learn(lesson);
    learner.dispose();
    await done;
    expect(engine.last.signal.aborted).toBe(true);
  });

  test.each([[lesson, lesson], [null, null], [{ ...lesson, text: '' }, null], [{ ...lesson, before: 1 }, null], ['x', null]])('a command’s argument %j', (argument, read) =>
    expect(lessonFrom(argument)).toEqual(read));
});
