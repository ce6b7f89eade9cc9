import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PackError } from '../../src/base/errors.ts';
import { seededRandom } from '../../src/base/random.ts';
import { unpackAlignment } from '../../src/engine/kept/alignmentFile.ts';
import { CatalogueEntry, standardPack } from '../../src/models/catalogue.ts';
import { checkGguf } from '../../src/models/checkGguf.ts';
import { PackStore } from '../../src/models/packStore.ts';
import { Quarantine } from '../../src/models/quarantine.ts';
import { editorDefaults, readEditorSettings } from '../../src/protocol/editorSettings.ts';
import { readLearnt, writeLearnt } from '../../src/protocol/learntFile.ts';
import { isFromEngine, isFromHost } from '../../src/protocol/lineTransport.ts';
import { MessageLines } from '../../src/protocol/messageLines.ts';
import { methods, type MethodName } from '../../src/protocol/requests.ts';
import { hostMessage, pageMessage } from '../../src/protocol/sidebarMessages.ts';
import { failureOf, isMethod, openEnvelope, streamedOf } from '../../src/protocol/wire.ts';
import { coverageFuzz } from '../support/coverageFuzz.ts';
import { full } from '../support/faults.ts';
import { buildGguf, soundModel } from '../support/ggufBuilder.ts';
import { engineLines, hostLines } from '../support/malformedLines.ts';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const parsed = (input: Buffer): unknown => {
  try {
    return JSON.parse(input.toString());
  } catch {
    return input.toString();
  }
};
/** What a checker may throw. */
function typed(check: () => unknown): void {
  try {
    check();
  } catch (thrown) {
    if (!(thrown instanceof PackError) || thrown.code === 'internal') throw thrown;
  }
}

describe('F14: everything that comes from outside is checked, and nothing gets a checker off its feet', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packllm-fuzz-'));
  });
  // Full size leaves a damaged list aside for every input that was none.
  afterAll(() => rm(folder, { recursive: true }), 300_000);

  const completion = {
    stream: 'complete-1', body: {
      before: 'x', after: '', language: '', weighting: { method: 'sim', temperature: 1, loss: 'per-byte', earlyStop: true, pinned: { a: 1 }, minimumWeight: 0, windowBytes: 600, priorStrength: 20, priorTemperature: 1, blindCap: 1, halfLife: 10, useLearnt: true },
      alignment: 'bytes', decoding: 'bytes', shape: { kind: 'block', indent: 2, closer: '}' }, maxBytes: 10, deadlineMs: 100,
    },
  };
  const targets: Readonly<Record<string, { readonly seeds: readonly Buffer[]; readonly run: (input: Buffer) => Promise<void> | void }>> = {
    'header check': {
      seeds: [buildGguf({ ...soundModel, tensors: [] }), buildGguf(soundModel).subarray(0, 9000)],
      run: async (input) => {
        const path = join(folder, 'model.gguf');
        await writeFile(path, input);
        await checkGguf(path).catch((thrown: unknown) => typed(() => { throw thrown; }));
      },
    },
    'messages': {
      seeds: [...[...engineLines, ...hostLines].map((text) => Buffer.from(`${text}\n`)), json(completion), json({ jsonrpc: '2.0', id: 1, method: 'complete', params: completion })],
      run: (input) => {
        const lines = new MessageLines((value) => { isFromEngine(value); isFromHost(value); }, () => undefined);
        lines.push(input);
        const value = parsed(input);
        failureOf(value);
        for (const method of Object.keys(methods) as MethodName[]) {
          typed(() => openEnvelope(method, value));
          typed(() => streamedOf(method, value));
        }
        expect(isMethod('__proto__')).toBe(false);
      },
    },
    'sidebar messages': {
      seeds: [json({ type: 'ready' }), json({ type: 'run', action: 'show-log' }), json({ type: 'pin', weights: [{ id: 'a', share: 0.5 }] }), json({ type: 'state', state: { workspace: true, loading: [{ id: 'a', done: 1 }] } })],
      run: (input) => { pageMessage(parsed(input)); hostMessage(parsed(input)); },
    },
    'settings': {
      seeds: [json(editorDefaults)],
      run: (input) => {
        const value = parsed(input);
        const { values } = readEditorSettings((name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : value) as unknown);
        expect(Object.keys(values).length).toBe(Object.keys(editorDefaults).length);
      },
    },
    'catalogue': { seeds: standardPack.map(json), run: (input) => void v.safeParse(CatalogueEntry, parsed(input)) },
    'learnt weights': {
      seeds: [Buffer.from(writeLearnt([{ language: 'ts', kind: 'plain', chunks: 3, members: [{ id: 'a', weight: 1 }] } as never]))],
      run: (input) => void readLearnt(input.toString()),
    },
    'list of models and quarantine': {
      seeds: [json({ members: [{ id: 'a', path: '/a.gguf', enabled: true, languages: ['ts'] }] }), json([{ path: '/a', size: 1, mtimeMs: 1, cause: 'x' }])],
      run: async (input) => {
        await Promise.all(['pack.json', 'quarantine.json', 'loaded.json'].map((name) => writeFile(join(folder, name), input)));
        await new PackStore(folder).read();
        const quarantine = new Quarantine(folder);
        // Of any file that is there.
        await quarantine.isQuarantined(join(folder, 'pack.json'));
        await quarantine.hasLoaded(join(folder, 'pack.json'));
      },
    },
    'alignment files': { seeds: [Buffer.from('PackLLM alignment 1\n')], run: (input) => void unpackAlignment(input, 3, 4) },
  };

  const names = Object.keys(targets);
  const msEach = (full ? 600_000 : 8000) / names.length;
  const total = { runs: 0, kept: 0 };
  afterAll(() => console.log(`F14: 0 findings in ${total.runs} inputs, ${total.kept} kept for code that they reached; ${names.length} checkers, ${Math.round(msEach * names.length / 1000)} s of 600 s`));

  it.each(names)('F14 %s', { timeout: msEach + 120_000 }, async (name) => {
    const target = targets[name];
    if (target === undefined) throw new Error(name);
    const { runs, kept } = await coverageFuzz(target.run, target.seeds, msEach, seededRandom(Math.floor(Math.random() * 2 ** 32)));
    total.runs += runs;
    total.kept += kept;
    expect(runs).toBeGreaterThan(0);
  });
});
