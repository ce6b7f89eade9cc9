import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { fit, participantsOf } from '../../../src/engine/requests/fitting.ts';
import { learnRequest } from '../../../src/engine/requests/learnRequest.ts';
import { LearntPriors } from '../../../src/engine/kept/learntPriors.ts';
import { MemberFault } from '../../../src/engine/member/memberFault.ts';
import type { PackMember } from '../../../src/engine/member/packMember.ts';
import { defaults, type WeightingPolicy } from '../../../src/protocol/settings.ts';
import { engineServices, packMemberOf } from '../../support/packMember.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';
import { never } from '../../support/syntheticPack.ts';

const code = 'let total = first + second;\n';
const prose = 'the quick brown fox jumps over the lazy dog. ';
const words = ['let ', 'total', ' = ', 'first', 'second', ' + ', ';\n', 'the ', 'quick ', 'brown ', 'fox ', 'jumps ', 'over ', 'lazy ', 'dog', '. '];

/** With `order`, the member has FIM markers and is shown the text after the cursor in that order. */
function member(id: string, text: string, order: 'prefix-suffix-middle' | 'suffix-prefix-middle' | null = null, faulty = false): PackMember {
  const inner = new SyntheticMember({ id, vocabulary: syntheticVocabulary({ words, fim: order !== null }), texts: [text.repeat(6)] });
  const fail = async (): Promise<never> => {
    await Promise.resolve();
    throw new MemberFault(id, new Error('broken'));
  };
  return packMemberOf(inner, faulty ? { score: fail } : {}, order);
}

const pack = (): readonly PackMember[] => [member('coder', code), member('writer', prose)];
const weighting: WeightingPolicy = { ...defaults.weighting, pinned: {} };

describe('learning from accepted text', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packllm-learnt-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const teach = async (members: readonly PackMember[], text: string, language: string, times = 1, after = ''): Promise<void> => {
    const services = engineServices(folder);
    for (let time = 0; time < times; time += 1) await learnRequest(members, { before: code, after, text, language, learning: defaults.learning }, services, never);
  };
  const list = () => engineServices(folder).learnt.list();
  const weightOf = async (id: string, language: string): Promise<number> =>
    (await list()).find((one) => one.language === language)?.members.find((one) => one.id === id)?.weight ?? 0;

  it('moves the weight to who predicted it, in its language only, and never below the floor', async () => {
    await teach(pack(), code, 'c', 40);
    await teach(pack(), prose, 'plaintext', 40);
    expect(await weightOf('coder', 'c')).toBeGreaterThan(0.9);
    expect(await weightOf('writer', 'c')).toBeGreaterThanOrEqual(0.01);
    expect(await weightOf('writer', 'plaintext')).toBeGreaterThan(0.9);
  });

  it('keeps weights and counts, never the text', async () => {
    await teach(pack(), code, 'c', 3);
    const kept = (await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')))).join('');
    expect(kept).toContain('coder');
    for (const word of ['let', 'total', 'first', 'second']) expect(kept).not.toContain(word);
  });

  it.each(['prefix-suffix-middle', 'suffix-prefix-middle'] as const)('keeps what prompts in %s order teach apart', async (order) => {
    const members = [member('coder', code, order), member('writer', prose)];
    await teach(members, 'total = first;\n', 'c', 1, code);
    expect((await list()).map(({ kind }) => kind)).toEqual(['fim']);
    await teach(members, 'let total = first;\n', 'c');
    expect((await list()).map(({ kind }) => kind).sort()).toEqual(['fim', 'plain']);
  });

  it.each(['the ', `${prose}the `])('decides the weights behind %j once it has read enough, and says so', async (before) => {
    const weigh = async (policy: WeightingPolicy) => {
      const request = { before, after: '', language: 'c', weighting: policy, alignment: 'bytes' as const };
      return (await fit(participantsOf(pack(), request), request, engineServices(folder), never)).fitted;
    };
    const cold = await weigh(weighting);
    await teach(pack(), code, 'c', 1);
    expect((await weigh(weighting)).weights).toEqual(cold.weights);
    await teach(pack(), code, 'c', 40);
    const learnt = await weigh({ ...weighting, minimumWeight: 0 });
    expect(learnt.weights[0]).toBeGreaterThan(cold.weights[0]!);
    expect(learnt.why).toMatch(/learnt from \d+ chunks/);
    expect((await weigh({ ...weighting, useLearnt: false })).weights).toEqual(cold.weights);
  });

  it('is shared by the engines of several windows', async () => {
    const [here, there] = [engineServices(folder), engineServices(folder)];
    const prior = { chunks: 3, members: [{ id: 'coder', weight: 0.75 }, { id: 'writer', weight: 0.25 }] };
    expect(await there.learnt.find('c', 'plain')).toBeNull();
    for (const chunks of [3, 4, 5]) {
      await here.learnt.keep('c', 'plain', { ...prior, chunks });
      expect(await there.learnt.find('c', 'plain')).toMatchObject({ ...prior, chunks });
    }
    await there.learnt.forget();
    expect(await here.learnt.list()).toEqual([]);
  });

  it('says that the file is damaged once, not at every request', async () => {
    await writeFile(join(folder, 'learnt-weights.json'), 'no JSON');
    const warnings: string[] = [];
    const learnt = new LearntPriors({ ...silentLogger, warn: (message) => warnings.push(message) });
    learnt.folder = folder;
    for (let time = 0; time < 3; time += 1) expect(await learnt.list()).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it('is forgotten in one language, or in all', async () => {
    for (const language of ['c', 'python']) await teach(pack(), code, language);
    const { learnt } = engineServices(folder);
    await learnt.forget('c');
    expect((await list()).map(({ language }) => language)).toEqual(['python']);
    await learnt.forget();
    expect(await list()).toEqual([]);
  });

  it('starts afresh where the file is damaged', async () => {
    await teach(pack(), code, 'c', 5);
    const [file] = await readdir(folder);
    await writeFile(join(folder, file!), '{"version":1,"learnt":[{');
    expect(await list()).toEqual([]);
    await teach(pack(), code, 'c');
    expect(await list()).toHaveLength(1);
  });

  it('goes on without a member that fails, and learns nothing from one member alone', async () => {
    await teach([member('coder', code), member('writer', prose), member('bad', code, null, true)], code, 'c');
    expect((await list())[0]!.members.map(({ id }) => id).sort()).toEqual(['coder', 'writer']);
    await teach([member('coder', code)], code, 'python');
    expect(await list()).toHaveLength(1);
  });
});
