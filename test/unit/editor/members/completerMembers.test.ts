import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import { workspaceMemberId } from '../../../../src/base/workspaceMemberId.ts';
import { Completer } from '../../../../src/editor/completion/completer.ts';
import { MemberChooser, type PackedMember } from '../../../../src/editor/members/memberChooser.ts';
import type { CompletionReport } from '../../../../src/protocol/reports.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { at, plain, settingsWith, settle } from '../support/places.ts';
import { reportOf, ScriptedEngine } from '../support/scriptedEngine.ts';

function completerOf(members: readonly PackedMember[]) {
  const engine = new ScriptedEngine();
  const clock = new ManualClock();
  const chooser = new MemberChooser({ clock, members: () => members, ready: () => true, onBattery: () => false, t: plain });
  const completer = new Completer({ engine, clock, logger: silentLogger, settings: () => settingsWith({ prefetch: false }), members: chooser });
  const reports: CompletionReport[] = [];
  completer.onReport(({ report }) => reports.push(report));
  let place = 0;
  /** A request at a place of its own, answered in so many milliseconds by the engine's own clock. */
  const ask = async (ms: number, language = 'typescript', trigger: 'automatic' | 'manual' = 'automatic'): Promise<CompletionReport> => {
    const asked = engine.asked.length;
    const offer = completer.complete(at(`let v${place += 1} = |`, { language }), trigger, new AbortController().signal);
    await settle();
    if (engine.asked.length > asked) {
      const ids = engine.last.request.only ?? members.map(({ id }) => id);
      const [shape] = reportOf('x').members;
      engine.last.answer('call()', {
        members: ids.filter((id) => id !== workspaceMemberId).map((id, index) => ({ ...shape!, id, weight: index === 0 ? 0.75 : 0.25, ms: ms / ids.length, tokensEvaluated: 10 })),
        timing: { queueMs: 0, promptMs: 0, weightsMs: 0, firstPieceMs: ms, totalMs: ms },
      });
    }
    await settle();
    await Promise.race([offer, settle()]);
    return reports.at(-1)!;
  };
  return { engine, clock, completer, ask };
}

describe('a completion', () => {
  test('is asked of the members that write its language', async () => {
    const { engine, ask } = completerOf([{ id: 'ts', languages: ['typescript'] }, { id: 'py', languages: ['python'] }]);
    await ask(10);
    expect(engine.last.request.only).toEqual(['ts', workspaceMemberId]);
    await ask(10, 'python');
    expect(engine.last.request.only).toEqual(['py', workspaceMemberId]);
    const asked = engine.asked.length;
    expect(await ask(10, 'rust')).toMatchObject({ source: 'none', reason: 'no-members', text: '' });
    expect(engine.asked).toHaveLength(asked);
  });

  test('says that fewer took part once the pack is too slow, and in the end repeats only what there is', async () => {
    const { engine, ask } = completerOf([{ id: 'a' }, { id: 'b' }]);
    for (let index = 0; index < 3; index++) expect(await ask(1500)).not.toHaveProperty('degraded');
    expect(await ask(1500)).toMatchObject({ source: 'generated', degraded: { level: 'top-member', without: ['b'] } });
    expect(engine.last.request.only).toEqual(['a', workspaceMemberId]);
    for (let index = 0; index < 2; index++) await ask(1500);
    const asked = engine.asked.length;
    expect(await ask(1500)).toMatchObject({ source: 'none', reason: 'saving', degraded: { level: 'cached-only' } });
    expect(engine.asked).toHaveLength(asked);
  });
});
