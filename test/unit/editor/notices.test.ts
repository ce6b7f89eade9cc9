import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { GrowingAnswer } from '../../../src/editor/commands/growingAnswer.ts';
import { Warmer } from '../../../src/editor/ghostText/warmer.ts';
import { Notifier } from '../../../src/editor/notices/notifier.ts';
import { ReportLog } from '../../../src/editor/reports/reportLog.ts';
import { TextQueue } from '../../../src/editor/documents/textQueue.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { at, settle } from './support/places.ts';
import { reportOf, ScriptedEngine } from './support/scriptedEngine.ts';

describe('notifier', () => {
  test('tells each cause once, runs the chosen action, and tells again when the cause was over', async () => {
    const shown: string[] = [];
    const done: string[] = [];
    const notifier = new Notifier((level, text, buttons) => {
      shown.push(`${level}: ${text} [${buttons.join()}]`);
      return Promise.resolve(buttons[1]);
    });
    const notice = { level: 'error', text: 'Engine stopped.', actions: ['Restart', 'Log'].map((label) => ({ label, run: () => done.push(label) })) } as const;
    await Promise.all([notifier.tell('engine', notice), notifier.tell('engine', notice), notifier.tell('other', { level: 'warning', text: 'Odd.' })]);
    expect(shown).toEqual(['error: Engine stopped. [Restart,Log]', 'warning: Odd. []']);
    expect(done).toEqual(['Log']);
    notifier.over('engine');
    await notifier.tell('engine', notice);
    expect(notifier.shown).toBe(3);
  });
});

describe('report log', () => {
  test('keeps the last report with text, names documents without their path, and hands everything on', () => {
    const log = new ReportLog();
    const seen: string[] = [];
    log.onReport(({ document, report }) => seen.push(`${document}: ${report.text}`));
    const place = { path: '/home/someone/a.ts', language: 'typescript' };
    log.add(reportOf(''), place);
    expect(log.last?.report.text).toBe('');
    log.add(reportOf('x'), place);
    log.add(reportOf(''), place);
    expect(log.last?.report.text).toBe('x');
    expect(seen).toEqual(['a.ts: ', 'a.ts: x', 'a.ts: ']);
  });
});

describe('growing answer', () => {
  test.each([
    ['is every sentence', [' A tab', 'le.\n', '\nA ch', 'air'], false, 'A table.\n\nA chair'],
    ['has no blanks at its ends', ['  \n yes', ' \n\n'], false, 'yes'],
    ['ends with a whole sentence when it began to repeat itself', [' A table is a thing. ', 'It is', ' a'], true, 'A table is a thing.'],
    ['does not announce what did not come', ['Paris is it.\n', 'The answer is: '], true, 'Paris is it.'],
    ['keeps a last line that is whole', ['Two things:\n', '1. One\n', '2. Two\n'], true, 'Two things:\n1. One\n2. Two'],
    ['has no empty list item at its end', ['Two things:\n', '1. One\n', '2.'], false, 'Two things:\n1. One'],
    ['is nothing when it says nothing', [' -\n', '\n- '], true, ''],
  ])('%s', (_, pieces, repeats, expected) => {
    const answer = new GrowingAnswer();
    expect(pieces.map((piece) => answer.add(piece)).join('') + answer.end(repeats)).toBe(expected);
  });

  test('gives a sentence once it is whole, and a long one as it comes', () => {
    const answer = new GrowingAnswer();
    expect(answer.add('It is. It')).toBe('It is.');
    expect(answer.add(` ${'very '.repeat(30)}`)).toMatch(/^ It very/);
  });
});

describe('text queue', () => {
  test('writes everything in order, one write at a time, and joins what arrives meanwhile', async () => {
    const written: string[] = [];
    let writing = 0;
    const queue = new TextQueue(async (text) => {
      expect(++writing).toBe(1);
      await settle();
      written.push(text);
      writing--;
    });
    queue.append('');
    for (const text of ['a', 'b', '', 'c']) queue.append(text);
    await queue.finish();
    queue.append('d');
    await queue.finish();
    expect(written).toEqual(['a', 'bc', 'd']);
  });

  test('tells whoever finishes that the writer failed, and asks it no more', async () => {
    let asked = 0;
    const queue = new TextQueue(() => Promise.reject(new Error(`closed ${++asked}`)));
    queue.append('a');
    await settle();
    queue.append('b');
    await expect(queue.finish()).rejects.toThrow('closed 1');
    expect(asked).toBe(1);
  });
});

describe('warmer', () => {
  test('asks once for the place that the user settles on, and gives an older one up', async () => {
    const [engine, clock] = [new ScriptedEngine(), new ManualClock()];
    const warmer = new Warmer(engine, clock, silentLogger);
    for (const text of ['one|', 'two|', 'three|']) warmer.look(() => at(text));
    clock.advance(Warmer.settleMs);
    expect(engine.asked.map(({ request }) => request.before)).toEqual(['three']);
    warmer.look(() => at('four|'));
    expect(engine.last.signal.aborted).toBe(true);
    clock.advance(Warmer.settleMs);
    await settle();
    expect(engine.asked.map(({ request }) => request.before)).toEqual(['three', 'four']);
    warmer.dispose();
  });

  test('asks nothing for excluded documents or without a pack', () => {
    const [engine, clock] = [new ScriptedEngine(), new ManualClock()];
    const warmer = new Warmer(engine, clock, silentLogger);
    warmer.look(() => null);
    clock.advance(Warmer.settleMs);
    engine.pack = null;
    warmer.look(() => at('x|'));
    clock.advance(Warmer.settleMs);
    expect(engine.asked).toEqual([]);
  });
});
