import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { seededRandom } from '../../src/base/random.ts';
import { languageOf } from '../../src/context/languageOf.ts';
import { choosePrompt } from '../../src/context/promptChoice.ts';
import type { Candidate } from '../../src/context/filters/filter.ts';
import type { Request } from '../../src/editor/completion/request.ts';
import { sureOf } from '../../src/editor/completion/sure.ts';
import { Writer } from '../../src/editor/completion/writer.ts';
import { wholePack } from '../../src/editor/members/memberChooser.ts';
import { editorSettingsFrom } from '../../src/editor/settings/editorSettings.ts';
import { editorDefaults } from '../../src/protocol/editorSettings.ts';
import { accept, harmOf } from '../support/acceptance.ts';
import { cursorPlaces, type CursorPlace } from '../support/cursorPlaces.ts';
import { unmatched } from '../support/unmatched.ts';
import { ServerUnderTest, starterPack } from './starterPack.ts';

const perFile = Number(process.env['PACKLLM_POSITIONS_PER_FILE'] ?? 6);
const folders = [['code', Infinity], ['python', 3], ['typescript', 3]] as const;
const { settings } = editorSettingsFrom((name) => ({ ...editorDefaults, deadlineMs: 60_000, maxBytes: 160, minimumConfidence: 0.6 })[name]);

/** An excerpt without the unit in which it was cut. */
function wholeUnits(excerpt: string): string {
  return excerpt.slice(0, excerpt.search(/(?<=\n)[@\w].*(?:\n(?![@\w]).*)*$/));
}

/** The document around the cursor with the text between ⟦ and ⟧. */
function shown({ before, after }: CursorPlace, { text, replaceRight }: Candidate): string {
  return accept({ before: `${before.slice(-160)}⟦`, after: after.slice(0, 160 + replaceRight) }, { text: `${text}⟧`, replaceRight });
}

async function places(): Promise<readonly CursorPlace[]> {
  const random = seededRandom(Number(process.env['PACKLLM_SEED'] ?? 1));
  const found: CursorPlace[] = [];
  for (const [folder, most] of folders) {
    let files = 0;
    for (const name of readdirSync(`test/samples/${folder}`).sort()) {
      const language = languageOf(name.replace(/\.txt$/, ''));
      const content = readFileSync(`test/samples/${folder}/${name}`, 'utf8');
      const text = folder === 'code' ? content : wholeUnits(content);
      if (files === most || await unmatched(text, language) > 0) continue;
      files += 1;
      found.push(...cursorPlaces({ name, language, text }, perFile, random));
    }
  }
  return found;
}

describe('accepting what is suggested in real files', () => {
  const engine = new ServerUnderTest();
  const writer = new Writer({ ask: (method, params, options) => engine.ask(method, params, options?.signal) }, silentLogger, wholePack);
  beforeAll(() => engine.load(starterPack()));
  afterAll(() => engine.server.dispose());

  /** The text that an explicit request brings, and the one that comes by itself. */
  async function suggestions({ before, after, language, at }: CursorPlace): Promise<readonly Candidate[]> {
    const prompt = choosePrompt(before, after);
    if (prompt.kind === 'refused') return [];
    const view = { document: `file:///${at}`, path: `/${at}`, language, offset: before.length, before, after };
    const request: Request = { view, trigger: 'automatic', settings, prompt, signal: new AbortController().signal, elapsed: () => systemClock.now() };
    const answer = await writer.write(request, request.signal);
    return 'reason' in answer ? [] : [answer, sureOf(answer, request)].filter(({ text }) => text !== '');
  }

  it('never unbalances brackets nor writes twice what is there', async () => {
    const all = await places();
    const broken: string[] = [];
    const answered: CursorPlace[] = [];
    for (const place of all) {
      const found = await suggestions(place);
      if (found.length > 0) answered.push(place);
      for (const candidate of found) {
        const harms = await harmOf(place, place.language, candidate);
        if (harms.length > 0) broken.push(`${place.at} (${place.kind}): ${harms.join('; ')}\n${shown(place, candidate)}`);
      }
    }
    console.log(`${String(answered.length)} of ${String(all.length)} places in ${String(new Set(all.map(({ language }) => language)).size)} languages got a suggestion`);
    expect(broken.join('\n\n')).toBe('');
    expect(new Set(answered.map(({ language }) => language)).size).toBeGreaterThanOrEqual(6);
    expect(all.length).toBeGreaterThanOrEqual(100);
    expect(answered.length).toBeGreaterThanOrEqual(all.length / 2);
  });
});
