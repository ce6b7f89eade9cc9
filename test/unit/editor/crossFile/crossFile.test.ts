import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { NamedFile } from '../../../../src/context/crossFile.ts';
import { CrossFile } from '../../../../src/editor/crossFile/crossFile.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { settle } from '../support/places.ts';

const named = (id: string): NamedFile => ({ id, path: id, language: 'typescript' });

/** Open documents that the test changes, and the excerpts that prompts get. */
class Scene {
  readonly clock = new ManualClock();
  readonly texts = new Map([['a.ts', 'let a;'], ['b.ts', 'let b;'], ['c.ts', 'let c;']]);
  readonly ignored = new Set<string>();
  readonly told: (readonly string[])[] = [];
  enabled = true;
  gitFails = false;
  readonly crossFile = new CrossFile({
    clock: this.clock, logger: silentLogger,
    enabled: () => this.enabled,
    read: (id) => {
      const text = this.texts.get(id);
      return text === undefined ? null : { ...named(id), text };
    },
    before: () => 'let',
    ignored: () => (this.gitFails ? Promise.reject(new Error('no Git')) : Promise.resolve(this.ignored)),
  });

  constructor() {
    this.crossFile.onChange((excerpts) => this.told.push(excerpts));
  }

  async look(...ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.crossFile.lookAt(named(id));
  }

  /** Names of the files that a prompt in this document shows. */
  in(document: string): readonly string[] {
    return this.crossFile.excerptsFor(document).map((excerpt) => /^\/\/ (\S+)/.exec(excerpt)?.[1] ?? '');
  }

  async pause(): Promise<void> {
    this.clock.advance(CrossFile.pauseMs);
    await settle();
  }
}

describe('what prompts hold of other files', () => {
  test('are those that the user worked in before, the last one last, and only in the document in front', async () => {
    const scene = new Scene();
    await scene.look('a.ts', 'b.ts', 'c.ts');
    expect(scene.in('c.ts')).toEqual(['a.ts', 'b.ts']);
    expect(scene.in('a.ts')).toEqual([]);
    await scene.look('a.ts');
    expect(scene.in('a.ts')).toEqual(['b.ts', 'c.ts']);
  });

  test('stands still while the user types in the document, whatever he pauses', async () => {
    const scene = new Scene();
    await scene.look('a.ts', 'b.ts');
    const before = scene.crossFile.excerptsFor('b.ts');
    for (let line = 0; line < 5; line += 1) {
      scene.texts.set('b.ts', `let b;${'\n'.repeat(line)}`);
      scene.crossFile.edited('b.ts');
      await scene.pause();
    }
    expect(scene.crossFile.excerptsFor('b.ts')).toBe(before);
    expect(scene.told).toHaveLength(1);
  });

  test('follows changes of other files once the user pauses, not before', async () => {
    const scene = new Scene();
    await scene.look('a.ts', 'b.ts');
    scene.texts.set('a.ts', 'let other;');
    scene.crossFile.edited('a.ts');
    for (let typed = 0; typed < 5; typed += 1) {
      scene.clock.advance(CrossFile.pauseMs - 1);
      scene.crossFile.edited('b.ts');
      await settle();
      expect(scene.crossFile.excerptsFor('b.ts').join('')).toContain('let a;');
    }
    await scene.pause();
    expect(scene.crossFile.excerptsFor('b.ts').join('')).toContain('let other;');
  });

  test('forgets a file that was closed, after a pause', async () => {
    const scene = new Scene();
    await scene.look('a.ts', 'b.ts', 'c.ts');
    scene.texts.delete('a.ts');
    scene.crossFile.closed('a.ts');
    await scene.pause();
    expect(scene.in('c.ts')).toEqual(['b.ts']);
  });

  test('is nothing of ignored files, and nothing at all where that cannot be told, or when it is switched off', async () => {
    const scene = new Scene();
    scene.ignored.add('a.ts');
    await scene.look('a.ts', 'b.ts', 'c.ts');
    expect(scene.in('c.ts')).toEqual(['b.ts']);
    scene.gitFails = true;
    await scene.crossFile.restart();
    expect(scene.in('c.ts')).toEqual([]);
    scene.gitFails = false;
    scene.enabled = false;
    await scene.crossFile.restart();
    expect(scene.in('c.ts')).toEqual([]);
    scene.enabled = true;
    await scene.crossFile.restart();
    expect(scene.in('c.ts')).toEqual(['b.ts']);
  });

  test('is nothing by old rules from the moment that they change', async () => {
    const scene = new Scene();
    await scene.look('a.ts', 'b.ts');
    scene.texts.delete('a.ts');
    const restarted = scene.crossFile.restart();
    expect(scene.in('b.ts')).toEqual([]);
    await restarted;
    expect(scene.in('b.ts')).toEqual([]);
  });

  test('is what was chosen for the document looked at last, whichever answer comes first', async () => {
    const scene = new Scene();
    await Promise.all([scene.crossFile.lookAt(named('a.ts')), scene.crossFile.lookAt(named('b.ts')), scene.crossFile.lookAt(named('c.ts'))]);
    expect(scene.in('c.ts')).toEqual(['a.ts', 'b.ts']);
    await scene.crossFile.lookAt(null);
    expect(scene.in('c.ts')).toEqual([]);
  });
});
