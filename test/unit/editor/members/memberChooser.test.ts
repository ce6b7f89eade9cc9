import { describe, expect, test } from 'vitest';
import { workspaceMemberId } from '../../../../src/base/workspaceMemberId.ts';
import { MemberChooser, type ChoiceSettings, type PackedMember } from '../../../../src/editor/members/memberChooser.ts';
import type { Degraded } from '../../../../src/protocol/reports.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { reportOf } from '../support/scriptedEngine.ts';

const usual: ChoiceSettings = { latencyBudgetMs: 1000, onBattery: 'same', workspaceMember: true };
const t = (message: string, ...args: readonly (string | number | boolean)[]): string => message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

function chooserOf(members: readonly PackedMember[], onBattery: boolean | null = false) {
  const clock = new ManualClock();
  const state = { members, onBattery };
  const chooser = new MemberChooser({ clock, members: () => state.members, onBattery: () => state.onBattery, ready: () => true, t });
  const told: (Degraded | null)[] = [];
  chooser.onChange((degraded) => told.push(degraded));
  const choose = (change: Partial<ChoiceSettings> = {}, language = 'python', manual = false) => chooser.choose({ language, manual, settings: { ...usual, ...change } });
  /** One request of all members that `choose` names, each taking so long for ten tokens. */
  const run = (cost: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>> = {}, language = 'python', manual = false): void => {
    const choice = choose({}, language, manual);
    if (choice.kind === 'none') return;
    const ids = (choice.only ?? state.members.map(({ id }) => id)).filter((id) => id !== workspaceMemberId);
    const [shape] = reportOf('x').members;
    const report = reportOf('x', { members: ids.map((id) => ({ ...shape!, id, ms: cost[id] ?? 0, tokensEvaluated: 10, weight: weights[id] ?? 0 })) });
    chooser.observe({ language, ms: ids.reduce((sum, id) => sum + (cost[id] ?? 0), 0), budgetMs: 1000, report });
  };
  return { clock, state, chooser, told, choose, run };
}

const three = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('packs by language', () => {
  const members = [{ id: 'py', languages: ['python'] }, { id: 'js', languages: ['javascript', 'typescript'] }, { id: 'any' }];

  test.each([
    ['python', ['py', 'any', workspaceMemberId]],
    ['typescript', ['js', 'any', workspaceMemberId]],
    ['rust', ['any', workspaceMemberId]],
  ])('in %s, the members that write it take part, and the workspace', (language, only) => {
    expect(chooserOf(members).choose({}, language)).toEqual({ kind: 'ask', timed: true, only });
    expect(chooserOf(members).choose({ workspaceMember: false }, language)).toEqual({ kind: 'ask', timed: true, only: only.slice(0, -1) });
  });

  test('without limits nobody is named, and without a member for the language nobody is asked', () => {
    expect(chooserOf(three).choose()).toEqual({ kind: 'ask', timed: true });
    expect(chooserOf(members.slice(0, 2)).choose({}, 'rust')).toEqual({ kind: 'none', reason: 'no-members' });
    expect(chooserOf(members.slice(0, 2)).choose({}, 'rust', true)).toEqual({ kind: 'none', reason: 'no-members' });
  });
});

describe('when suggestions take too long', () => {
  const cost = { a: 900, b: 900, c: 300 };
  const weights = { a: 0.5, b: 0.1, c: 0.4 };

  test('the members that are worth least for their time sit out first, then all but the one that counts most, then all', () => {
    const { run, choose, told } = chooserOf(three);
    for (let index = 0; index < 3; index++) run(cost, weights);
    expect(choose()).toEqual({ kind: 'ask', timed: true, only: ['a', 'c', workspaceMemberId], degraded: { level: 'fewer-members', without: ['b'], why: 'Suggestions took longer than 1000 ms. These models sit out: b.' } });
    for (let index = 0; index < 3; index++) run(cost, weights);
    expect(choose()).toMatchObject({ only: ['a', workspaceMemberId], degraded: { level: 'top-member', without: ['b', 'c'] } });
    for (let index = 0; index < 3; index++) run({ a: 1500 }, weights);
    expect(choose()).toMatchObject({ kind: 'none', reason: 'saving', degraded: { level: 'cached-only', why: expect.stringContaining('earlier suggestions') as string } });
    expect(told.map((degraded) => degraded?.level)).toEqual(['fewer-members', 'top-member', 'cached-only']);
  });

  test('a suggestion that the user asks for is written all the same', () => {
    const { run, choose } = chooserOf(three);
    for (let index = 0; index < 12; index++) run({ a: 1500, b: 1500, c: 1500 }, weights);
    expect(choose()).toMatchObject({ reason: 'saving' });
    expect(choose({}, 'python', true)).toMatchObject({ kind: 'ask', only: ['a', workspaceMemberId], degraded: { level: 'top-member' } });
  });

  test('they come back when the machine is fast again, or are tried after a rest', () => {
    const { run, choose, clock, told } = chooserOf(three);
    for (let index = 0; index < 3; index++) run(cost, weights);
    for (let index = 0; index < 30; index++) run({ a: 100, b: 100, c: 100 }, weights);
    expect(choose()).toEqual({ kind: 'ask', timed: true });
    for (let index = 0; index < 3; index++) run(cost, weights);
    expect(choose()).toMatchObject({ degraded: { level: 'fewer-members' } });
    clock.advance(60_000);
    expect(choose()).toEqual({ kind: 'ask', timed: true });
    expect(told.at(-1)).toBeNull();
  });

  test('requests that are given up count when they took too long, and only then', () => {
    const { chooser, choose } = chooserOf(three);
    const giveUp = (ms: number): void => chooser.observe({ language: 'python', ms, budgetMs: 1000, report: null });
    choose();
    for (let index = 0; index < 2; index++) giveUp(1200);
    giveUp(10);
    expect(choose()).toEqual({ kind: 'ask', timed: true });
    giveUp(1200);
    expect(choose()).toMatchObject({ degraded: { level: 'fewer-members' } });
  });

  test('a budget of zero never makes do with less, and another pack begins anew', () => {
    const { run, choose, state } = chooserOf(three);
    for (let index = 0; index < 6; index++) run(cost, weights);
    expect(choose({ latencyBudgetMs: 0 })).toEqual({ kind: 'ask', timed: true });
    for (let index = 0; index < 6; index++) run(cost, weights);
    state.members = [{ id: 'a' }, { id: 'd' }];
    expect(choose()).toEqual({ kind: 'ask', timed: true });
  });
});

describe('on battery', () => {
  test('the setting says who takes part', () => {
    const { choose, state } = chooserOf(three, true);
    expect(choose()).toEqual({ kind: 'ask', timed: true });
    expect(choose({ onBattery: 'fewer' })).toMatchObject({ only: ['a', 'b', workspaceMemberId], degraded: { level: 'fewer-members', without: ['c'], why: expect.stringContaining('battery') as string } });
    expect(choose({ onBattery: 'off' })).toMatchObject({ kind: 'none', reason: 'saving' });
    expect(choose({ onBattery: 'off' }, 'python', true)).toMatchObject({ kind: 'ask', degraded: { level: 'top-member' } });
    state.onBattery = false;
    expect(choose({ onBattery: 'off' })).toEqual({ kind: 'ask', timed: true });
  });

  test('where nobody knows, nothing changes', () => expect(chooserOf(three, null).choose({ onBattery: 'off' })).toEqual({ kind: 'ask', timed: true }));
});
