import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import { Completer } from '../../../../src/editor/completion/completer.ts';
import type { CompletionReport } from '../../../../src/protocol/reports.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { replay, typingSession } from '../../../support/typingSession.ts';
import { settingsWith, settle } from '../support/places.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';

/** The editor's own wait after a keystroke before it asks a provider, ms. */
const editorMs = 50;
const stepMs = 10;
const keystrokes = 500;

const file = readFileSync('test/samples/code/capacitor-JSExport.java', 'utf8');

/** A pack that takes a while for the rest of the line as the file has it, and writes something else every fifth time. */
class SlowPack {
  static readonly ms = 180;
  readonly #engine: ScriptedEngine;
  readonly #clock: ManualClock;
  readonly #due: { readonly at: number; readonly answer: () => void }[] = [];
  readonly #written: { readonly before: string; readonly text: string }[] = [];

  constructor(engine: ScriptedEngine, clock: ManualClock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  write(): void {
    for (const asked of this.#engine.asked.slice(this.#written.length)) {
      const { before } = asked.request;
      const text = this.#written.length % 5 === 4 ? `other${this.#written.length}()` : restOfLineAfter(before);
      this.#written.push({ before, text });
      this.#due.push({ at: this.#clock.now() + SlowPack.ms / 3, answer: () => asked.stream(text.slice(0, 4)) }, { at: this.#clock.now() + SlowPack.ms, answer: () => asked.answer(text) });
    }
    for (const one of this.#due.filter(({ at }) => at <= this.#clock.now())) {
      this.#due.splice(this.#due.indexOf(one), 1);
      one.answer();
    }
  }

  /** Whether it wrote a text that reads like this after the same characters; indentation aside, which the editor may have changed, and closing brackets that filters add. */
  wrote(before: string, text: string): boolean {
    const shown = marks(`${before.slice(-200)}${text}`).replace(/[)\]}]+$/, '').slice(-60);
    return this.#written.some((written) => {
      const whole = marks(`${written.before}${written.text}`);
      return whole.lastIndexOf(shown) + shown.length > marks(written.before).length && whole.includes(shown);
    });
  }
}

const marks = (text: string): string => text.replaceAll(/\s/g, '');

function restOfLineAfter(before: string): string {
  const key = before.slice(-40);
  const at = file.indexOf(key);
  return (at === -1 ? '' : file.slice(at + key.length).split('\n')[0]) || 'next()';
}

test(`of ${keystrokes} keystrokes none shows a stale or a doubled text, with one request running and one waiting at most`, async () => {
  const engine = new ScriptedEngine();
  const clock = new ManualClock();
  const pack = new SlowPack(engine, clock);
  const completer = new Completer({ engine, clock, logger: silentLogger, settings: () => settingsWith() });
  const sources: CompletionReport['source'][] = [];
  completer.onReport(({ report }) => sources.push(report.source));
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= stepMs) {
      clock.advance(Math.min(stepMs, left));
      pack.write();
      await settle();
    }
  };
  const wrong: string[] = [];
  let shown = 0;
  const ask = async (index: number, before: string, after: string, signal: AbortSignal): Promise<void> => {
    const offer = await completer.complete({ document: 'file:///a.ts', path: '/a.ts', language: 'typescript', offset: before.length, before, after }, 'automatic', signal);
    if (offer === null || signal.aborted) return;
    shown++;
    const { report, text, replaceRight } = offer;
    const rest = after.split('\n')[0]!.slice(replaceRight);
    if (report.text !== text || !text.startsWith(report.pieces.map((piece) => piece.text).join(''))) wrong.push(`${index}: ${JSON.stringify(text)} is not what is reported`);
    if (rest.length > 2 && text.split('\n')[0]!.endsWith(rest)) wrong.push(`${index}: ${JSON.stringify(text)} doubles ${JSON.stringify(rest)}`);
    if (!pack.wrote(before, text)) wrong.push(`${index}: ${JSON.stringify(text)} was not written for this place`);
  };

  const steps = [...replay(typingSession(file, keystrokes))];
  const asked: Promise<void>[] = [];
  for (const [index, { before, after }] of steps.entries()) {
    const untilNextMs = steps[index + 1]?.stroke.pauseMs ?? 2000;
    await pass(Math.min(editorMs, untilNextMs));
    const keystroke = new AbortController();
    asked.push(ask(index, before, after, keystroke.signal));
    await pass(untilNextMs - editorMs);
    keystroke.abort();
  }
  await Promise.all(asked);
  completer.dispose();

  const { counts } = completer;
  const table = Object.fromEntries([...new Set(sources)].map((source) => [source, sources.filter((one) => one === source).length]));
  console.info(`${keystrokes} keystrokes: ${shown} texts shown, ${counts.started} requests to the engine; answered by`, table);
  expect(wrong).toEqual([]);
  expect(sources).toHaveLength(keystrokes);
  expect(counts.mostRunning).toBe(1);
  expect(counts.mostWaiting).toBeLessThanOrEqual(1);
  expect(engine.mostRunning).toBe(1);
  expect(Object.keys(table)).toEqual(expect.arrayContaining(['generated', 'typing-as-suggested', 'cache', 'prefetched', 'in-flight']));
});
