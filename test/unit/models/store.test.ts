import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AcceptedTerms } from '../../../src/models/acceptedTerms.ts';
import { standardPack } from '../../../src/models/catalogue.ts';
import { memberId } from '../../../src/models/memberId.ts';
import { cacheFolder, modelsFolder } from '../../../src/models/modelsFolder.ts';
import { PackStore } from '../../../src/models/packStore.ts';
import { Quarantine } from '../../../src/models/quarantine.ts';
import { resolvePack } from '../../../src/models/resolvePack.ts';
import { buildGguf, soundModel } from '../../support/ggufBuilder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const model = async (name: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, buildGguf(soundModel));
  return path;
};

describe('the pack', () => {
  test('is empty at first, and remembers what was added, disabled and removed', async () => {
    const store = new PackStore(folder);
    expect(await store.read()).toEqual({ members: [], notice: null });
    const [first, second] = [await model('One.Q4_K_M.gguf'), await model('two.gguf')];
    expect(await store.add(first)).toEqual({ id: 'one-q4_k_m', path: first, enabled: true });
    await store.add(second);
    await store.setEnabled('one-q4_k_m', false);
    expect((await new PackStore(folder).read()).members).toEqual([{ id: 'one-q4_k_m', path: first, enabled: false }, { id: 'two', path: second, enabled: true }]);
    await store.add(first);
    await store.remove('two');
    expect((await store.read()).members).toEqual([{ id: 'one-q4_k_m', path: first, enabled: true }]);
  });

  test('keeps the order and the languages that were chosen, across being switched off and added again', async () => {
    const store = new PackStore(folder);
    for (const name of ['a.gguf', 'b.gguf', 'c.gguf']) await store.add(await model(name));
    const ids = async (): Promise<readonly string[]> => (await store.read()).members.map(({ id }) => id);
    await store.move('c', 0);
    expect(await ids()).toEqual(['c', 'a', 'b']);
    await store.move('c', 99);
    await store.move('b', -5);
    expect(await ids()).toEqual(['b', 'a', 'c']);
    await store.setLanguages('a', ['typescript', 'c++', 'typescript']);
    await store.setEnabled('a', false);
    await store.add(join(folder, 'a.gguf'));
    expect((await store.read()).members[1]).toEqual({ id: 'a', path: join(folder, 'a.gguf'), enabled: true, languages: ['c++', 'typescript'] });
    expect((await resolvePack({ store, folder, starterFolder: '/starter' })).members).toMatchObject([{ id: 'b' }, { id: 'a', languages: ['c++', 'typescript'] }, { id: 'c' }]);
    await store.setLanguages('a', []);
    expect((await store.read()).members[1]).not.toHaveProperty('languages');
    await expect(store.setLanguages('a', ['no language'])).rejects.toMatchObject({ code: 'bad-request' });
    await expect(store.move('nobody', 0)).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('takes only sound models', async () => {
    const path = join(folder, 'bad.gguf');
    await writeFile(path, 'GGUF');
    await expect(new PackStore(folder).add(path)).rejects.toMatchObject({ code: 'model-damaged' });
    await expect(new PackStore(folder).add(join(folder, 'none.gguf'))).rejects.toMatchObject({ code: 'model-missing' });
    expect(await readdir(folder)).toEqual(['bad.gguf']);
  });

  test('does not know other members', async () => {
    const store = new PackStore(folder);
    await expect(store.remove('nobody')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(store.setEnabled('nobody', true)).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('loses nothing when many changes come at once', async () => {
    const paths = await Promise.all(Array.from({ length: 12 }, (_, index) => model(`m${index}.gguf`)));
    await Promise.all(paths.map((path) => new PackStore(folder).add(path)));
    const { members } = await new PackStore(folder).read();
    expect(members.map(({ path }) => path).sort()).toEqual([...paths].sort());
    expect((await readdir(folder)).filter((file) => file.endsWith('.tmp'))).toEqual([]);
  });

  test.each(['{', '[]', '{"members":[{"id":"../x","path":"/x","enabled":true}]}', '{"members":"none"}', ''])('a damaged list (%s) is kept aside and told about once', async (text) => {
    await writeFile(join(folder, 'pack.json'), text);
    const store = new PackStore(folder);
    const { members, notice } = await store.read();
    expect(members).toEqual([]);
    const aside = (await readdir(folder)).find((file) => file.startsWith('pack.json.damaged-'))!;
    expect(notice).toContain(aside);
    expect(await readFile(join(folder, aside), 'utf8')).toBe(text);
    expect((await store.read()).notice).toBeNull();
  });
});

describe('ids', () => {
  test.each([
    ['/models/SmolLM2-135M-Instruct.Q4_1.gguf', 'smollm2-135m-instruct-q4_1'],
    ['/models/Ünï côdé.GGUF', 'n-c-d'],
    ['/models/.gguf', 'model'],
    ['/models/constructor.gguf', 'model-constructor'],
    ['/models/__proto__.gguf', 'proto'],
    [`/models/${'x'.repeat(300)}.gguf`, 'x'.repeat(60)],
  ])('%s → %s', (path, id) => {
    expect(memberId(path, new Set())).toBe(id);
  });

  test('are different for files of the same name', () => {
    expect(memberId('/a/x.gguf', new Set(['x', 'x-2']))).toBe('x-3');
  });
});

describe('quarantine', () => {
  test('holds a file until it changes, across restarts', async () => {
    const [bad, good] = [await model('bad.gguf'), await model('good.gguf')];
    await new Quarantine(folder).add(bad, 'SIGSEGV while loading');
    const quarantine = new Quarantine(folder);
    expect(await quarantine.causeOf(bad)).toBe('SIGSEGV while loading');
    expect(await quarantine.isQuarantined(good)).toBe(false);
    await utimes(bad, 1, 1);
    expect(await quarantine.isQuarantined(bad)).toBe(false);
    await quarantine.add(bad, 'again');
    await truncate(bad, 100);
    await utimes(bad, 1, 1);
    expect(await quarantine.isQuarantined(bad)).toBe(false);
  });

  test('can be left, and knows nothing of files that are gone', async () => {
    const bad = await model('bad.gguf');
    const quarantine = new Quarantine(folder);
    await quarantine.add(bad, 'x');
    await quarantine.release(bad);
    expect(await quarantine.isQuarantined(bad)).toBe(false);
    await quarantine.add(join(folder, 'gone.gguf'), 'x');
    expect(await quarantine.isQuarantined(join(folder, 'gone.gguf'))).toBe(false);
  });
});

describe('files that have loaded', () => {
  test('are known until they change, across restarts, and apart from the quarantine', async () => {
    const [sound, other] = [await model('sound.gguf'), await model('other.gguf')];
    await new Quarantine(folder).addLoaded(sound);
    const quarantine = new Quarantine(folder);
    expect(await quarantine.hasLoaded(sound)).toBe(true);
    expect(await quarantine.hasLoaded(other)).toBe(false);
    await quarantine.add(sound, 'x');
    await quarantine.release(sound);
    expect(await quarantine.hasLoaded(sound)).toBe(true);
    await utimes(sound, 1, 1);
    expect(await quarantine.hasLoaded(sound)).toBe(false);
    await quarantine.addLoaded(join(folder, 'gone.gguf'));
    expect(await quarantine.hasLoaded(join(folder, 'gone.gguf'))).toBe(false);
  });
});

describe('terms', () => {
  const [apache, gemma] = [standardPack.find(({ licence }) => !licence.mustAccept)!, standardPack.find(({ licence }) => licence.mustAccept)!];

  test('are accepted once per model and address', async () => {
    const terms = new AcceptedTerms(folder);
    expect([await terms.has(apache), await terms.has(gemma)]).toEqual([true, false]);
    await terms.accept(gemma, new Date('2026-01-02T03:04:05Z'));
    expect(await new AcceptedTerms(folder).has(gemma)).toBe(true);
    expect(await terms.has({ ...gemma, licence: { ...gemma.licence, url: 'https://example.com/new' } })).toBe(false);
    expect(await readFile(join(folder, 'accepted-terms.json'), 'utf8')).toContain('2026-01-02T03:04:05.000Z');
  });
});

describe('folders', () => {
  test('models live in the cache folder or where the environment says', () => {
    expect(modelsFolder({})).toBe(join(cacheFolder(), 'models'));
    expect(cacheFolder()).toMatch(/packllm/);
    expect(modelsFolder({ PACKLLM_MODELS_DIR: folder })).toBe(folder);
    expect(() => modelsFolder({ PACKLLM_MODELS_DIR: 'models' })).toThrow('absolute');
  });
});

describe('the pack to use', () => {
  const place = async (complete: readonly boolean[]) => {
    const models = join(folder, 'models');
    await mkdir(models, { recursive: true });
    for (const [index, entry] of standardPack.entries()) {
      await writeFile(join(models, entry.fileName), '');
      await truncate(join(models, entry.fileName), complete[index] === true ? entry.bytes : entry.bytes - 1);
    }
    return { store: new PackStore(models), folder: models, starterFolder: '/starter' };
  };

  test('is the starter pack at first', async () => {
    const pack = await resolvePack({ store: new PackStore(folder), folder, starterFolder: '/starter' });
    expect(pack).toMatchObject({
      kind: 'starter', notice: null,
      members: ['typescript', 'python', 'prose'].map((name) => ({ id: `starter-${name}`, path: join('/starter', `starter-${name}-q8_0.gguf`), window: 512 })),
    });
    expect(pack.advice).toMatch(/351 MB.*packllm models get standard/);
  });

  test('is the standard pack once both files are complete', async () => {
    expect(await resolvePack(await place([true, false]))).toMatchObject({ kind: 'starter', advice: expect.stringContaining('253 MB') as string });
    const pack = await resolvePack(await place([true, true]));
    expect(pack).toMatchObject({ kind: 'standard', members: [{ id: 'smollm2-135m' }, { id: 'gemma-3-270m' }] });
    expect(pack.members.every((member) => member.window === undefined)).toBe(true);
  });

  test('is what the user added and left enabled', async () => {
    const places = await place([true, true]);
    const mine = await places.store.add(await model('mine.gguf'));
    expect(await resolvePack(places)).toMatchObject({ kind: 'configured', members: [{ id: 'mine', path: mine.path }], advice: expect.stringContaining('second model') as string });
    await places.store.add(await model('other.gguf'));
    expect(await resolvePack(places)).toMatchObject({ kind: 'configured', advice: '' });
    await places.store.setEnabled('mine', false);
    await places.store.setEnabled('other', false);
    expect(await resolvePack(places)).toMatchObject({ kind: 'standard', advice: expect.stringContaining('disabled') as string });
  });
});
