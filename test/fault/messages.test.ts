import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { messagesOf } from '../../src/host/forkEngine.ts';
import { longestLine } from '../../src/protocol/messageLines.ts';
import type { Piece } from '../../src/protocol/reports.ts';
import { completion, engineForEachTest, pack } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { hostLines, malformedLine } from '../support/malformedLines.ts';
import { line, realEntry, realPack } from '../support/realEngine.ts';

const start = engineForEachTest();
const newLine = Buffer.from('\n');

describe('F8: messages that are none', () => {
  const { rounds, figure } = fault('F8', { ci: 10_000, all: 100_000, unit: 'messages each way' });
  const asked = 20;

  it('F8 from the engine are dropped and counted, and the answers still come', { timeout: 600_000 }, async () => {
    const test = start();
    await test.engine.load(pack('a'));
    for (let round = 0; round < asked; round += 1) {
      const before = `flood-${rounds / asked}`;
      const pieces: Piece[] = [];
      const report = await test.engine.ask('complete', completion(before), { onValue: (piece) => pieces.push(piece) });
      expect(report.text).toBe(`done-${before}`);
      expect(pieces.map(({ text }) => text)).toEqual([`first-${before}`]);
    }
    expect('polluted' in {}).toBe(false);
    expect(test.children).toHaveLength(1);
    test.engine.dispose();
    const dropped = Number(/(\d+) messages dropped/.exec(test.lines.join('\n'))?.[1]);
    figure(`engine to host: ${dropped} dropped by the guard and the validators, the rest for questions that nobody asked; 0 crashes, 0 wrong texts`);
    expect(dropped).toBeGreaterThan(rounds / 2);
  });

  it('F8 of 64 MB are dropped, and the next one is read', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    const before = rssMiB();
    expect((await test.engine.ask('complete', completion('huge'))).text).toBe('done-huge');
    const grown = rssMiB() - before;
    test.engine.dispose();
    expect(test.lines.join('\n')).toContain('the message is too large');
    console.log(`F8: one message of 64 MB dropped, the host grew by ${grown.toFixed(0)} MiB`);
    expect(grown).toBeLessThan(3 * longestLine / 2 ** 20);
  });

  it('F8 from the host leave the engine as it was', { timeout: 600_000 }, async () => {
    const test = start({ entry: realEntry });
    await test.engine.load(realPack());
    const pipe = messagesOf(test.child());
    const random = seededRandom(Math.floor(Math.random() * 2 ** 32));
    for (let sent = 0; sent < rounds; sent += 1) {
      if (pipe?.write(Buffer.concat([malformedLine(hostLines, random), newLine])) === false) await once(pipe, 'drain');
    }
    const report = await test.engine.ask('complete', line('export function add('));
    expect(report.members.length).toBeGreaterThan(0);
    expect(test.children).toHaveLength(1);
    figure('host to engine: the same process answers the next question');
  });

  it('an answer that is not valid rejects without ending the engine', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    await expect(test.engine.ask('complete', completion('badanswer'))).rejects.toMatchObject({ code: 'internal', shown: false });
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
  });
});

const rssMiB = (): number => process.memoryUsage.rss() / 2 ** 20;

describe('cancellation', () => {
  it('rejects at once, reaches the engine, and the next question is answered', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    const abort = new AbortController();
    const asked = test.engine.ask('complete', completion('untilcancelled'), { signal: abort.signal, onValue: () => abort.abort() });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled', shown: false });
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    expect(test.children).toHaveLength(1);
  });
});
