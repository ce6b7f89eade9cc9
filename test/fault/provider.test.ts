import { describe, expect, it, vi } from 'vitest';
import { InlineCompletionTriggerKind, type CancellationToken, type InlineCompletionItem, type Position, type TextDocument } from 'vscode';
import { systemClock } from '../../src/base/clock.ts';
import { failures } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { Completer } from '../../src/editor/completion/completer.ts';
import { InlineCompletions } from '../../src/editor/ghostText/inlineCompletions.ts';
import { wholePack } from '../../src/editor/members/memberChooser.ts';
import { settingsWith } from '../unit/editor/support/places.ts';
import { ScriptedEngine } from '../unit/editor/support/scriptedEngine.ts';

vi.mock('vscode', () => {
  class Range {
    readonly start: unknown;
    readonly end: unknown;
    constructor(start: unknown, end: unknown) {
      this.start = start;
      this.end = end;
    }
  }
  class Item {
    readonly insertText: string;
    constructor(insertText: string) {
      this.insertText = insertText;
    }
  }
  return { Range, InlineCompletionItem: Item, EndOfLine: { LF: 1, CRLF: 2 }, InlineCompletionTriggerKind: { Invoke: 0, Automatic: 1 }, workspace: { notebookDocuments: [] }, Uri: {} };
});

/** What may be thrown, by libraries too. */
const thrown: readonly (() => unknown)[] = [
  () => new Error('thrown on purpose'), () => new TypeError('undefined is not a function'), () => failures.engineCrashed('signal SIGSEGV'), () => failures.cancelled(), () => 'a text', () => undefined,
];

/** Calls to what the provider depends on, counted; the one with the number `failing` throws, or rejects where it is awaited. */
class Faults {
  calls = 0;
  failing = 0;
  what: () => unknown = () => new Error('never');
  awaited = false;

  wrap<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (of, key) => {
        const value: unknown = Reflect.get(of, key);
        if (typeof value !== 'function') return value;
        return (...rest: unknown[]): unknown => {
          this.calls += 1;
          if (this.calls !== this.failing) return Reflect.apply(value, of, rest) as unknown;
          if (!this.awaited) throw this.what();
          const answer: unknown = Reflect.apply(value, of, rest);
          if (!(answer instanceof Promise)) return answer;
          answer.catch(() => undefined);
          return answer.then(() => { throw this.what(); });
        };
      },
    });
  }
}

const text = 'const total = add(1, 2);\nconst next = ';
const after = '\n';

interface Place {
  readonly offset: number;
}

function provider(faults: Faults): () => Promise<InlineCompletionItem[]> {
  const engine = new ScriptedEngine();
  engine.immediate = () => 'add(total, 3);';
  const completer = new Completer({
    engine: faults.wrap(engine), clock: systemClock, logger: silentLogger,
    ...faults.wrap({ settings: () => settingsWith({ prefetch: false }) }), members: faults.wrap(wholePack),
  });
  const crossFile = faults.wrap({ excerptsFor: () => [] });
  const provider = new InlineCompletions(completer, crossFile, silentLogger);
  const at = (offset: number): unknown => ({ offset, line: 1, character: 13, translate: (_: number, characters: number) => at(offset + characters) });
  const position = at(text.length) as Position;
  const document = faults.wrap({
    uri: { scheme: 'file', path: '/a.ts', fsPath: '/a.ts', toString: () => 'file:///a.ts' }, languageId: 'typescript', fileName: '/a.ts', version: 1, eol: 1, lineCount: 2,
    getText: ({ start, end }: { readonly start: Place; readonly end: Place }) => (text + after).slice(start.offset, end.offset), offsetAt: ({ offset }: Place) => offset, positionAt: at,
  }) as unknown as TextDocument;
  const token = faults.wrap({ isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) }) as CancellationToken;
  return () => provider.provideInlineCompletionItems(document, position, { triggerKind: InlineCompletionTriggerKind.Invoke, selectedCompletionInfo: undefined }, token);
}

describe('F27: whatever the provider calls throws', () => {
  it('F27 the editor sees an empty result, and the next one is as ever', { timeout: 60_000 }, async () => {
    const counting = new Faults();
    const sound = await provider(counting)();
    expect(sound.length).toBeGreaterThan(0);
    let empty = 0;
    let unharmed = 0;
    for (let failing = 1; failing <= counting.calls; failing += 1) {
      for (const awaited of [false, true]) {
        for (const what of thrown) {
          const faults = new Faults();
          const ask = provider(faults);
          Object.assign(faults, { failing, awaited, what });
          const items = await ask();
          expect(Array.isArray(items)).toBe(true);
          if (items.length === 0) empty += 1;
          else unharmed += 1;
          faults.failing = 0;
          expect((await ask()).length, `after call ${failing}`).toBeGreaterThan(0);
        }
      }
    }
    console.log(`F27: ${empty + unharmed} of ${counting.calls * 2 * thrown.length} faults at ${counting.calls} calls ended in an empty result (${empty}) or did no harm (${unharmed}), and the next result was as ever`);
    expect(empty).toBeGreaterThan(0);
  });
});
