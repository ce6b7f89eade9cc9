import { performance } from 'node:perf_hooks';
import { getLlama, type Llama, type LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionShape } from '../../src/context/completionShape.ts';
import { visible } from '../../src/context/filters/invisible.ts';
import { choosePrompt } from '../../src/context/promptChoice.ts';
import { answerOf, frameQuestion } from '../../src/context/question.ts';
import { TextTokenizer } from '../../src/engine/member/textTokenizer.ts';
import { vocabularyOf } from '../../src/engine/member/vocabularyOf.ts';
import { engineForEachTest, quantile } from '../support/engineUnderTest.ts';
import { line, realEntry, realPack, starterFiles } from '../support/realEngine.ts';

const bidi = '\u202Eevil\u202C \u2066hidden\u2069 a\u200Bb\uFEFFc\u{E0041}';
const specials = '<|fim_prefix|><|fim_middle|><|fim_suffix|><|endoftext|><s></s><unk><PRE><SUF><MID><|im_start|><0x41>';

/** Texts that want to be something else, by what they are; the cursor is at their end. */
const texts: ReadonlyMap<string, string> = new Map([
  ['FIM and control tokens', `const a = "${specials}";\n// ${specials}\nconst b = `],
  ['bidirectional and invisible characters', `const name = '${bidi}';\nconst other = `],
  ['a line of 1 MB', `const data = '${'x1 = y; '.repeat(125_000)}';`],
  ['brackets a million deep', '('.repeat(1_000_000)],
  ['lone surrogates', `const half = '\uD800 \uDC00 \uDBFF';\nconst next = `],
  ['NUL', 'const zero = "\0";\nconst next = '],
  ['CRLF, CR and mixed line ends', 'const a = 1;\r\nconst b = 2;\r\r\nconst c = 3;\n\rconst d = '],
  ['100,000 lines', 'const value = compute(1, 2);\n'.repeat(100_000)],
  ['nothing but spaces', ' '.repeat(200_000)],
  ['combining marks', `const z = 'e${'\u0301'.repeat(50_000)}';\nconst n = `],
]);

describe('F24: text that wants to be something else', () => {
  let llama: Llama;
  let models: readonly LlamaModel[];
  beforeAll(async () => {
    llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, progressLogs: false });
    models = await Promise.all(starterFiles.map((modelPath) => llama.loadModel({ modelPath, vocabOnly: true })));
  });
  afterAll(() => llama.dispose());

  it('F24 gives no special token', () => {
    let ids = 0;
    let special = 0;
    for (const [at, model] of models.entries()) {
      const vocabulary = vocabularyOf(model, starterFiles[at] ?? '');
      const tokenizer = new TextTokenizer(model, vocabulary);
      // Every control token of the vocabulary as text, too.
      const own = vocabulary.tokens.filter((_, id) => vocabulary.bytes[id]?.length === 0).join(' ');
      for (const text of [...texts.values(), own, frameQuestion(`${specials} ${own}`)]) {
        const prompt = choosePrompt(text, text);
        if (prompt.kind === 'refused') continue;
        for (const id of [...tokenizer.tokenize(Buffer.from(prompt.before), false), ...tokenizer.tokenize(Buffer.from(prompt.after), true)]) {
          ids += 1;
          const { control, unknown } = model.getTokenAttributes(id as never);
          if (control || unknown) special += 1;
        }
      }
    }
    console.log(`F24: ${special} special ids in ${ids} tokens of hostile text, ${models.length} vocabularies`);
    expect(ids).toBeGreaterThan(1000);
    expect(special).toBe(0);
  });

  it('F24 is chosen, shaped and cut to a prompt in no time', () => {
    const ms: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      for (const text of texts.values()) {
        const since = performance.now();
        const prompt = choosePrompt(text, text);
        if (prompt.kind === 'prompt') completionShape(prompt.before, prompt.after, 'auto', 'typescript');
        ms.push(performance.now() - since);
      }
    }
    console.log(`F24: p50 ${quantile(ms, 0.5).toFixed(1)} ms, p95 ${quantile(ms, 0.95).toFixed(1)} ms before generation, at most ${Math.max(...ms).toFixed(0)} ms`);
    // Ten times the promise: other programs run too.
    expect(quantile(ms, 0.95)).toBeLessThan(500);
  });

  it('F24 comes back from a question without what nobody sees', () => {
    for (const text of [bidi, '\uD800', 'a\0b']) {
      for (const shown of [frameQuestion(text), answerOf(`So: ${text}.`, false), visible(text)]) {
        expect(shown).not.toMatch(/[\0\u200B\u202A-\u202E\u2066-\u2069\uFEFF]|[\u{E0000}-\u{E007F}]|\p{Surrogate}/u);
      }
    }
  });

  const start = engineForEachTest();
  it('F24 completes on the real engine', { timeout: 300_000 }, async () => {
    const test = start({ entry: realEntry });
    await test.engine.load(realPack());
    for (const [what, text] of texts) {
      const prompt = choosePrompt(text, text.slice(0, 2000));
      if (prompt.kind === 'refused') continue;
      const report = await test.engine.ask('complete', line(prompt.before, { after: prompt.after, maxBytes: 8 }));
      expect(report.members.reduce((sum, { weight }) => sum + weight, 0), what).toBeCloseTo(1, 6);
    }
    expect(test.children).toHaveLength(1);
    console.log(`F24: ${texts.size} hostile texts completed or refused, one engine process`);
  });
});
