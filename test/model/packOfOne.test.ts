import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { cursorText, memberPrompt } from '../../src/engine/member/memberPrompt.ts';
import { Pack } from '../../src/engine/loading/pack.ts';
import { nativeGreedy, nativeModel, type NativeModel } from './nativeLibrary.ts';
import { prompts } from './prompts.ts';
import { completing, loadRequest, optionalModel, ServerUnderTest, starterPath } from './starterPack.ts';

const count = 200;
const signal = new AbortController().signal;

function comparePacks(name: string, path: string | null): void {
  describe.skipIf(path === null)(`a pack of ${name} alone`, () => {
    let native: NativeModel;
    const engine = new ServerUnderTest();
    const pack = new Pack(systemClock, silentLogger);
    const cases = prompts().map((text, index) => ({ index, bytes: Buffer.byteLength(text), text }));
    beforeAll(async () => {
      native = await nativeModel(path ?? '');
      const only = [{ id: 'only', path: path ?? '', window: 1024 }];
      await engine.load(only, { threads: 1 });
      await pack.load(await loadRequest(only, { threads: 1 }), () => undefined, signal);
    });
    afterAll(async () => {
      await engine.server.dispose();
      await pack.dispose();
      await native.dispose();
    });

    it.each(cases)('chooses the tokens that the library chooses, prompt $index of $bytes bytes', async ({ text }) => {
      const expected = await nativeGreedy(native, text, count);
      const [member] = pack.select(undefined);
      const { head, before, member: backend } = memberPrompt(member!, cursorText(text, ''));
      const path = Int32Array.of(...head, ...backend.tokenize(before));
      await backend.score(path, Math.max(1, path.length - 150), signal);
      const chosen: number[] = [];
      for await (const { id } of backend.greedy(path, signal)) {
        chosen.push(id);
        if (chosen.length === count) break;
      }
      expect(chosen).toEqual(expected);
    });

    it('goes on from what it has decoded together with others, without reading the prompt again', async () => {
      const [member] = pack.select(undefined);
      const { backend } = member!;
      const path = backend.tokenize(Buffer.from(cases.find(({ bytes }) => bytes >= 600)!.text));
      const { ids } = await backend.next(path, 256, signal);
      const before = backend.usage.tokens;
      await backend.greedy(Int32Array.of(...path, ids[0]!), signal)[Symbol.asyncIterator]().next();
      expect(backend.usage.tokens - before).toBe(1);
    });

    it.each(cases.filter(({ index }) => index % 4 === 0))('writes what the library writes up to where a stop rule ends it, prompt $index', async ({ text }) => {
      const tokens = await nativeGreedy(native, text, count);
      const expected = native.model.detokenize(tokens, false, native.model.tokenize(text));
      const report = await engine.ask('complete', completing(text, { shape: { kind: 'text' }, maxBytes: Math.max(1, Buffer.byteLength(expected)) }));
      expect(expected.startsWith(report.text), `${report.stop}: ${report.text}`).toBe(true);
      if (report.stop === 'length') expect(report.text).not.toBe('');
      if (report.stop === 'end-token' && tokens.length < count) expect(report.text).toBe(expected.trimEnd());
    });
  });
}

comparePacks('the TypeScript specialist', starterPath('typescript'));
comparePacks('the Python specialist', starterPath('python'));
comparePacks('the prose specialist', starterPath('prose'));
comparePacks('SmolLM2', optionalModel(/SmolLM2.*\.gguf$/i));
