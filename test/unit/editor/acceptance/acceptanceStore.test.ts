import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acceptedFrom } from '../../../../src/editor/acceptance/accepted.ts';
import { AcceptanceStore } from '../../../../src/editor/acceptance/acceptanceStore.ts';
import { acceptanceCsv, acceptanceDocument, acceptanceJson } from '../../../../src/editor/acceptance/acceptanceText.ts';
import { mostAcceptanceCounts, type AcceptanceFile } from '../../../../src/protocol/acceptanceFile.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { plain } from '../support/places.ts';

let folder = '';
const lines: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-acceptance-'));
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const path = (): string => join(folder, 'storage', 'acceptance.json');
const write = (line: string): void => void lines.push(line);
const storeAt = (file = path(), clock = new ManualClock()) =>
  new AcceptanceStore({ path: file, clock, logger: { debug: write, info: write, warn: write, error: write }, date: () => new Date('2026-11-25T10:00:00Z') });
const ts = { language: 'typescript', member: 'ts' };
const zero = { shown: 0, accepted: 0, checkedAfter30s: 0, keptAfter30s: 0, checkedAfter5min: 0, keptAfter5min: 0 };

describe('the store of the counts', () => {
  test('counts by language and member, and knows it again', async () => {
    const store = storeAt();
    for (const event of ['shown', 'shown', 'accepted'] as const) store.add(event, ts);
    store.add('shown', { language: 'python', member: 'ts' });
    expect(await store.read()).toEqual({
      since: '2026-11-25T10:00:00.000Z',
      counts: [{ ...ts, ...zero, shown: 2, accepted: 1 }, { language: 'python', member: 'ts', ...zero, shown: 1 }],
    });
    expect(await storeAt().read()).toEqual(await store.read());
  });

  test('adds up what several windows count', async () => {
    const [one, other] = [storeAt(), storeAt()];
    one.add('shown', ts);
    other.add('shown', ts);
    await Promise.all([one.read(), other.read()]);
    expect((await one.read()).counts).toEqual([{ ...ts, ...zero, shown: 2 }]);
  });

  test('writes a moment later, and what is left when it ends', async () => {
    const clock = new ManualClock();
    const store = storeAt(path(), clock);
    store.add('shown', ts);
    await expect(readFile(path())).rejects.toThrow('ENOENT');
    clock.advance(AcceptanceStore.writeAfterMs);
    await expect.poll(() => readFile(path(), 'utf8').catch(() => '')).toContain('"shown": 1');
    store.add('shown', ts);
    store.dispose();
    await expect.poll(() => readFile(path(), 'utf8')).toContain('"shown": 2');
    expect(clock.pending).toBe(0);
  });

  test('keeps numbers, ids and a date, and nothing else of what it is told', async () => {
    const store = storeAt();
    store.add('accepted', { ...ts, text: 'secret', document: 'file:///secret' } as typeof ts);
    await store.read();
    expect(await readFile(path(), 'utf8')).not.toContain('secret');
  });

  test('is bounded: those with the fewest suggestions leave', async () => {
    const store = storeAt();
    store.add('shown', ts);
    store.add('shown', ts);
    for (let member = 0; member < mostAcceptanceCounts + 20; member++) store.add('shown', { language: 'x'.repeat(300), member: `m${member}` });
    const { counts } = await store.read();
    expect(counts).toHaveLength(mostAcceptanceCounts);
    expect(counts[0]).toMatchObject({ ...ts, shown: 2 });
    expect(counts[1]?.language).toHaveLength(100);
  });

  test('begins at nothing when it is reset', async () => {
    const store = storeAt();
    store.add('shown', ts);
    await store.read();
    store.add('shown', ts);
    await store.reset();
    expect(await store.read()).toEqual({ since: '2026-11-25T10:00:00.000Z', counts: [] });
  });

  test.each(['{', '[]', '{"since":"","counts":[{"language":"a"}]}', '{"since":"","counts":[{"language":"a","member":"b","shown":-1}]}'])('goes on from a damaged file: %s', async (content) => {
    const file = join(folder, 'acceptance.json');
    await writeFile(file, content);
    const store = storeAt(file);
    store.add('shown', ts);
    expect((await store.read()).counts).toEqual([{ ...ts, ...zero, shown: 1 }]);
    expect(await readdir(folder)).toHaveLength(2);
  });

  test('says once in the log that it cannot write, and goes on', async () => {
    await writeFile(join(folder, 'storage'), 'a file, not a folder');
    const store = storeAt();
    for (let time = 0; time < 3; time++) {
      store.add('shown', ts);
      expect((await store.read()).counts).toEqual([]);
    }
    expect(lines).toEqual([expect.stringContaining('Accepted suggestions are not counted')]);
  });
});

describe('the counts in words', () => {
  const file: AcceptanceFile = {
    since: '2026-11-25T10:00:00.000Z',
    counts: [
      { language: 'python', member: 'py', shown: 5, accepted: 1, checkedAfter30s: 0, keptAfter30s: 0, checkedAfter5min: 0, keptAfter5min: 0 },
      { language: 'typescript', member: 'a|b', shown: 10, accepted: 4, checkedAfter30s: 4, keptAfter30s: 3, checkedAfter5min: 2, keptAfter5min: 1 },
      { language: 'typescript', member: 'py', shown: 10, accepted: 1, checkedAfter30s: 1, keptAfter30s: 1, checkedAfter5min: 1, keptAfter5min: 1 },
    ],
  };

  test('are tables by language and by leading member, the most shown first', () => {
    const document = acceptanceDocument(file, plain);
    expect(document).toContain('since 2026-11-25');
    expect(document).toContain('| typescript | 20 | 5 | 25 % (5/20) | 80 % (4/5) | 67 % (2/3) |\n| python | 5 | 1 | 20 % (1/5) | – | – |');
    expect(document).toContain('| py | 15 | 2 | 13 % (2/15) | 100 % (1/1) | 100 % (1/1) |\n| a\\|b | 10 | 4 |');
  });

  test('say so while there are none', () => expect(acceptanceDocument({ since: '', counts: [] }, plain)).toContain('No suggestion has been shown yet.'));

  test('are exported as they are kept, and as a table that no spreadsheet runs', () => {
    expect(JSON.parse(acceptanceJson(file))).toEqual(file);
    expect(acceptanceCsv({ ...file, counts: [{ ...file.counts[0]!, language: '=cmd()', member: 'a"b,c' }] }).split('\r\n')).toEqual([
      'language,member,shown,accepted,checkedAfter30s,keptAfter30s,checkedAfter5min,keptAfter5min', '"\'=cmd()","a""b,c",5,1,0,0,0,0', '',
    ]);
  });
});

describe('what the editor hands on', () => {
  const accepted = { language: 'typescript', member: 'ts', document: 'file:///a.ts', line: 1, character: 2, text: 'x', lesson: null };

  test('is taken as it is, with the lesson in it', () => {
    expect(acceptedFrom(accepted)).toEqual(accepted);
    const lesson = { before: 'a', after: 'b', text: 'x', language: 'typescript' };
    expect(acceptedFrom({ ...accepted, lesson })).toEqual({ ...accepted, lesson });
    expect(acceptedFrom({ ...accepted, lesson: 'x' })?.lesson).toBeNull();
  });

  test.each([undefined, null, 'text', {}, { ...accepted, line: -1 }, { ...accepted, character: 1.5 }, { ...accepted, member: 7 }, { ...accepted, text: undefined }])('is nothing when it is %j', (argument) =>
    expect(acceptedFrom(argument)).toBeNull());
});
