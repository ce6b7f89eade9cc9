import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failures } from '../../../../src/base/errors.ts';
import { silentLogger } from '../../../../src/base/logger.ts';
import { WorkspaceFeed, type WorkspaceEntry } from '../../../../src/editor/workspace/workspaceFeed.ts';
import type { Engine } from '../../../../src/host/engine.ts';
import type { LoadReport } from '../../../../src/protocol/reports.ts';
import type { WorkspaceRequest } from '../../../../src/protocol/requests.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { emptyPack } from '../support/scriptedEngine.ts';
import { settle } from '../support/places.ts';

const entry = (id: string, change: Partial<WorkspaceEntry> = {}): WorkspaceEntry => ({ id, path: `src/${id}`, bytes: 10, modified: 0, ...change });

/** An engine that keeps what it is told, and a workspace whose files the test writes. */
class Scene {
  readonly known = new Map<string, string>();
  readonly order: string[] = [];
  readonly clock = new ManualClock();
  readonly files = new Map<string, string>();
  entries: WorkspaceEntry[] = [];
  enabled = true;
  failing = false;
  asked = 0;
  pack: LoadReport | null = emptyPack;
  readonly feed = new WorkspaceFeed({
    engine: this.#engine(), clock: this.clock, logger: silentLogger,
    enabled: () => this.enabled, exclusions: () => ({ globs: ['private/**'], languagesOff: [] }), document: () => '/w/open.ts',
    list: () => Promise.resolve(this.entries), read: (id) => Promise.resolve(this.files.get(id) ?? null),
  });

  async pass(ms: number): Promise<void> {
    for (let at = 0; at < ms; at += 10) {
      await settle();
      this.clock.advance(10);
    }
    await settle();
  }

  #engine(): Pick<Engine, 'ask' | 'pack'> {
    const ask = (_method: 'workspace', { clear, documents, removed }: WorkspaceRequest): Promise<unknown> => {
      this.asked += 1;
      if (this.failing) return Promise.reject(failures.engineCrashed('a test'));
      if (clear) this.known.clear();
      for (const id of removed) this.known.delete(id);
      for (const { id, text } of documents) {
        this.known.set(id, text);
        this.order.push(id);
      }
      return Promise.resolve({ documents: 0, bytes: 0, memory: 0 });
    };
    const pack = (): LoadReport | null => this.pack;
    return {
      ask: ask as unknown as Engine['ask'],
      get pack() {
        return pack();
      },
    };
  }
}

describe('feeding the workspace', () => {
  let scene = new Scene();
  beforeEach(() => {
    scene = new Scene();
  });
  afterEach(() => scene.feed.dispose());

  function write(count: number): void {
    scene.entries = Array.from({ length: count }, (_, index) => entry(`f${index}.ts`, { modified: index }));
    for (const { id } of scene.entries) scene.files.set(id, `text of ${id}`);
  }

  test('tells all files, the ones like the open document and changed last at the end', async () => {
    write(70);
    scene.entries.push(entry('notes.md', { modified: 1000 }));
    scene.files.set('notes.md', 'notes');
    scene.feed.restart();
    await scene.pass(500);
    expect(scene.known.size).toBe(71);
    expect(scene.order[0]).toBe('notes.md');
    expect(scene.order.at(-1)).toBe('f69.ts');
  });

  test('leaves out what is excluded, too large, written by programs or unreadable', async () => {
    write(1);
    const bad = [entry('a.ts', { path: 'private/a.ts' }), entry('b.ts', { bytes: 1e6 }), entry('.env', { path: '.env' }), entry('c.js', { path: 'x/node_modules/y/c.js' }), entry('gone.ts')];
    for (const { id } of bad.slice(0, -1)) scene.files.set(id, 'secret');
    scene.entries.push(...bad);
    scene.feed.restart();
    await scene.pass(300);
    expect([...scene.known.keys()]).toEqual(['f0.ts']);
  });

  test('follows edits once they pause, and files that go', async () => {
    write(2);
    scene.feed.restart();
    await scene.pass(300);
    const before = scene.asked;
    for (const text of ['a', 'ab', 'abc']) {
      scene.files.set('f0.ts', text);
      scene.feed.touch('f0.ts');
      await scene.pass(WorkspaceFeed.pauseMs / 2);
    }
    expect(scene.asked).toBe(before);
    scene.files.delete('f1.ts');
    scene.feed.touch('f1.ts');
    await scene.pass(WorkspaceFeed.pauseMs + 20);
    expect([...scene.known]).toEqual([['f0.ts', 'abc']]);
  });

  test('is forgotten when it is switched off, and told again to a new engine', async () => {
    write(3);
    scene.feed.restart();
    await scene.pass(300);
    scene.known.clear();
    scene.feed.restart();
    await scene.pass(300);
    expect(scene.known.size).toBe(3);
    scene.enabled = false;
    scene.feed.restart();
    scene.feed.touch('f0.ts');
    await scene.pass(3000);
    expect(scene.known.size).toBe(0);
  });

  test('waits for an engine, and goes on after a failure', async () => {
    write(3);
    scene.pack = null;
    scene.feed.restart();
    await scene.pass(300);
    expect(scene.asked).toBe(0);
    scene.pack = emptyPack;
    scene.failing = true;
    scene.feed.restart();
    await scene.pass(300);
    scene.failing = false;
    scene.feed.restart();
    await scene.pass(300);
    expect(scene.known.size).toBe(3);
  });

  test('says nothing any more once it is disposed', async () => {
    write(200);
    scene.feed.restart();
    await scene.pass(20);
    scene.feed.dispose();
    const { asked } = scene;
    scene.feed.touch('f0.ts');
    scene.feed.dispose();
    await scene.pass(3000);
    expect(scene.asked).toBeLessThanOrEqual(asked + 1);
    expect(scene.known.size).toBeLessThan(200);
    expect(scene.clock.pending).toBe(0);
  });
});
