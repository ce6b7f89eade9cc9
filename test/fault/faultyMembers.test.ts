import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep, systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { completeRequest } from '../../src/engine/requests/completeRequest.ts';
import { MemberFault } from '../../src/engine/member/memberFault.ts';
import { Pack } from '../../src/engine/loading/pack.ts';
import type { MeteredMember, PackMember, RequestMember } from '../../src/engine/member/packMember.ts';
import type { CompletionReport, Piece } from '../../src/protocol/reports.ts';
import type { CompletionRequest } from '../../src/protocol/requests.ts';
import { engineForEachTest } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { engineServices } from '../support/packMember.ts';
import { line, realEntry, realPack, sourceText, starterFiles } from '../support/realEngine.ts';

const { figure } = fault('F18', { ci: 1, all: 1, unit: 'round of each kind' });
const start = engineForEachTest();
const before = sourceText.slice(0, 900);
const never = new AbortController().signal;

describe('F18: a member computes no numbers', () => {
  const damages: Readonly<Record<string, number>> = { NaN, infinite: Infinity, 'all-zero': 0 };

  it.each(Object.entries(damages))('F18 %s logits: fused without it', async (kind, weight) => {
    const folder = await mkdtemp(join(tmpdir(), 'packllm-numbers-'));
    try {
      const bad = join(folder, 'bad.gguf');
      await writeFile(bad, withOutputNorm(await readFile(starterFiles[2] ?? ''), weight));
      const test = start({ entry: realEntry });
      const rest = starterFiles.slice(0, 2);
      await test.engine.load(realPack(rest));
      const expected = await test.engine.ask('complete', line(before));
      await test.engine.load(realPack([...rest, bad]));
      expect(test.engine.pack?.members).toHaveLength(3);
      const report = await test.engine.ask('complete', line(before));
      figure(`${kind} logits: fused by ${report.members.map(({ id }) => id).join(', ')}, ${report.text === expected.text ? 'the text of the rest' : 'another text than the rest'}`);
      expect(report.members.map(({ id }) => id)).toEqual(['m0', 'm1']);
      expect(report.text).toBe(expected.text);
      expect(test.children).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('F18: a member keeps the others waiting', () => {
  const pack = new Pack(systemClock, silentLogger);
  let members: readonly PackMember[] = [];
  beforeAll(async () => {
    await pack.load({ ...realPack(), oneByOne: false }, () => undefined, never);
    ({ members } = pack);
  });
  afterAll(() => pack.dispose());

  const complete = (of: readonly RequestMember[], request: CompletionRequest, onPiece: (piece: Piece) => void = () => undefined): Promise<CompletionReport> => {
    const now = systemClock.now();
    return completeRequest(of, request, { arrived: now, started: now }, engineServices(), never, onPiece);
  };
  const idsOf = (report: CompletionReport): string[] => report.members.map(({ id }) => id);

  /** The last member, whose answers come through `answer`. */
  const withLast = (answer: <T>(work: () => Promise<T>) => Promise<T>): readonly RequestMember[] => members.map((member, index) => (index < members.length - 1 ? member : {
    report: member.report, window: member.window, anchor: member.anchor, backend: slowed(member.backend, answer),
  }));

  it.each([
    ['silent', <T>(): Promise<T> => new Promise<T>(() => undefined)],
    ['ten times slower than the request has time for', async <T>(work: () => Promise<T>): Promise<T> => {
      await sleep(systemClock, 80_000);
      return work();
    }],
  ] as const)('F18 %s: fused without it before the deadline', async (kind, answer) => {
    const deadlineMs = 8000;
    const expected = await complete(members.slice(0, -1), line(before, { deadlineMs: 60_000 }));
    const report = await complete(withLast(answer), line(before, { deadlineMs }));
    figure(`${kind}: fused by ${idsOf(report).join(', ')} after ${report.timing.totalMs.toFixed(0)} ms of ${deadlineMs} ms, ${report.text === expected.text ? 'the text of the rest' : 'another text than the rest'}`);
    expect(idsOf(report)).toEqual(['m0', 'm1']);
    expect(report.timing.totalMs).toBeLessThan(deadlineMs + 2000);
    expect(expected.text.startsWith(report.text)).toBe(true);
    if (report.stop !== 'deadline') expect(report.text).toBe(expected.text);
  });

  it('F18 one that fails after its pieces were shown: the rest goes on from there', async () => {
    let shown = '';
    const broken = members.map((member, index) => (index > 0 ? member : {
      report: member.report, window: member.window, anchor: member.anchor,
      backend: slowed(member.backend, (work) => (shown === '' ? work() : Promise.reject(new MemberFault('m0', new Error('on purpose'))))),
    }));
    const request = line(before, { shape: { kind: 'text' }, maxBytes: 120 });
    const report = await complete(broken, request, ({ text }) => (shown += text));
    expect(shown).toBe(report.text);
    expect(idsOf(report)).toEqual(['m1', 'm2']);
    expect(report.pieces.length).toBeGreaterThan(1);
    expect(report.stop).not.toBe('none');
    expect(Buffer.byteLength(report.text)).toBeLessThanOrEqual(120);
  });
});

/** The member, each of whose computations goes through `answer`. */
function slowed(backend: MeteredMember, answer: <T>(work: () => Promise<T>) => Promise<T>): MeteredMember {
  return {
    id: backend.id, vocabulary: backend.vocabulary,
    get usage() {
      return backend.usage;
    },
    idle: () => backend.idle(),
    tokenize: (...question) => backend.tokenize(...question),
    score: (...question) => answer(() => backend.score(...question)),
    next: (...question) => answer(() => backend.next(...question)),
    nextWithin: (...question) => answer(() => backend.nextWithin(...question)),
    predict: (...question) => answer(() => backend.predict(...question)),
    greedy: (...question) => backend.greedy(...question),
  };
}

/** A starter model whose last normalisation multiplies everything by `weight`. */
function withOutputNorm(model: Buffer, weight: number): Buffer {
  const { offset, count } = tensorOf(model, 'output_norm.weight');
  const damaged = Buffer.from(model);
  for (let index = 0; index < count; index += 1) damaged.writeFloatLE(weight, offset + 4 * index);
  return damaged;
}

/** Where a one-dimensional F32 tensor's numbers are in a GGUF file. */
function tensorOf(model: Buffer, name: string): { readonly offset: number; readonly count: number } {
  const tensors = Number(model.readBigUInt64LE(8));
  let at = 24;
  const number = (): number => {
    at += 8;
    return Number(model.readBigUInt64LE(at - 8));
  };
  const text = (): string => {
    const length = number();
    at += length;
    return model.toString('utf8', at - length, at);
  };
  const sizes: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
  const skip = (type: number): void => {
    if (type === 8) text();
    else if (type === 9) {
      const of = model.readUInt32LE(at);
      at += 4;
      for (let left = number(); left > 0; left -= 1) skip(of);
    } else at += sizes[type] ?? 0;
  };
  for (let left = Number(model.readBigUInt64LE(16)); left > 0; left -= 1) {
    text();
    at += 4;
    skip(model.readUInt32LE(at - 4));
  }
  let found: { readonly from: number; readonly count: number } | null = null;
  for (let tensor = 0; tensor < tensors; tensor += 1) {
    const isIt = text() === name;
    const dimensions = model.readUInt32LE(at);
    at += 4;
    const count = Array.from({ length: dimensions }, number).reduce((product, size) => product * size, 1);
    at += 4;
    const from = number();
    if (isIt) found = { from, count };
  }
  if (found === null) throw new Error(`there is no tensor ${name}`);
  return { offset: Math.ceil(at / 32) * 32 + found.from, count: found.count };
}
