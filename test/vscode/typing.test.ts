import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quantile } from '../bench/quantile.ts';
import { builtVsix } from '../support/builtVsix.ts';
import { GhostWatch } from '../support/ghostWatch.ts';
import { Recorder, type RecordedReport } from '../support/recorder.ts';
import { replay, typingSession } from '../support/typingSession.ts';
import { VscodeServer } from '../support/vscodeServer.ts';
import { launchBrowser, Workbench } from '../support/workbench.ts';

/** The whole session has 500 keystrokes and takes some three minutes, so that only its first part is typed unless told otherwise: `npm run test:typing`. */
const keystrokes = Number(process.env['PACKLLM_KEYSTROKES'] ?? 160);

/** The document is what is typed and nothing else. */
const settings = {
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' }, 'editor.wordBasedSuggestions': 'off', 'editor.suggestOnTriggerCharacters': false,
  'editor.parameterHints.enabled': false, 'editor.autoClosingBrackets': 'never', 'editor.autoClosingQuotes': 'never', 'editor.autoClosingComments': 'never', 'editor.autoClosingDelete': 'never',
  'editor.autoIndent': 'none', 'editor.trimAutoWhitespace': false, 'editor.useTabStops': false, 'editor.detectIndentation': false, 'editor.formatOnType': false, 'files.autoSave': 'off',
};
const name = 'session.ts';

let vsix: string;
let browser: Browser;
let recorder: Recorder;
let server: VscodeServer;
let folder: string;

beforeAll(async () => {
  vsix = await builtVsix();
  browser = await launchBrowser();
  recorder = await Recorder.build();
  folder = await mkdtemp(join(tmpdir(), 'packllm-typing-'));
});

afterAll(async () => {
  await server.stop();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
  delete process.env['PACKLLM_RECORD'];
});

/** What is wrong with a suggestion that is drawn at this place, or null. */
function fault(ghost: string, before: string, after: string, reports: readonly RecordedReport[]): string | null {
  const rest = after.split('\n')[0] ?? '';
  if (rest.length > 2 && ghost.endsWith(rest)) return `${JSON.stringify(ghost)} doubles ${JSON.stringify(rest)}`;
  const offered = reports.some(({ text }) => {
    const line = text.split('\n')[0] ?? '';
    for (let at = line.indexOf(ghost); at !== -1; at = line.indexOf(ghost, at + 1)) if (before.endsWith(line.slice(0, at))) return true;
    return false;
  });
  return offered ? null : `${JSON.stringify(ghost)} was offered for no such place`;
}

test(`${keystrokes} keystrokes of a session: no text is stale or doubled, and one request runs and one waits at most`, { timeout: 600_000 }, async () => {
  const session = typingSession(await readFile('src/engine/member/llamaMember.ts', 'utf8'));
  await writeFile(join(folder, name), session.document);
  server = await VscodeServer.start({ vsix, workspace: folder, settings });
  const workbench = await Workbench.open(browser, server, name, [['extensionDevelopmentPath', server.uri(recorder.extension)]]);
  await expect.poll(async () => (await recorder.read()).ready, { timeout: 90_000 }).toBe(true);
  const { keyboard } = workbench.page;
  const watch = new GhostWatch(workbench.page);
  await watch.start();

  const wrong: string[] = [];
  let seen = 0;
  let last = session.document;
  for (const [index, { stroke, before, after }] of [...replay(session)].slice(0, keystrokes).entries()) {
    if (stroke.kind === 'jump') await workbench.goTo(before.split('\n').length, before.length - before.lastIndexOf('\n'));
    else if (stroke.kind === 'delete') await keyboard.press('Backspace');
    else await keyboard.type(stroke.text);
    last = before + after;
    await workbench.page.waitForTimeout(session.strokes[index + 1]?.pauseMs ?? 1000);
    const ghost = await watch.ghost();
    if (ghost === '') continue;
    seen++;
    const found = fault(ghost, before, after, (await recorder.read()).reports.slice(-60));
    if (found !== null) wrong.push(`${index}: ${found}`);
  }

  const { kept, came } = await watch.times();
  const { reports } = await recorder.read();
  const counts = reports.at(-1)?.requests;
  const answers = reports.map(({ source, reason }) => reason === null ? source : `${source}: ${reason}`);
  const table = Object.fromEntries([...new Set(answers)].map((answer) => [answer, answers.filter((one) => one === answer).length]));
  const times = (values: readonly number[]): string => `${values.length} texts, p50 ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms`;
  console.info(`${keystrokes} keystrokes in VS Code: a text in sight after ${seen} of them; ${reports.length} requests of the editor, ${counts?.started} to the engine; answered by`, table);
  console.info(`from the key to the ghost text: ${times([...kept, ...came])}; of these kept: ${times(kept)}; come anew: ${times(came)}`);

  await keyboard.press('Control+S');
  await expect.poll(() => readFile(join(server.workspace, name), 'utf8')).toBe(last);
  expect(wrong).toEqual([]);
  expect(counts?.mostRunning).toBe(1);
  expect(counts?.mostWaiting).toBeLessThanOrEqual(1);
  // Few on a busy machine, where a text comes after the next key.
  expect(seen).toBeGreaterThan(keystrokes / 40);
  expect(Object.keys(table)).toEqual(expect.arrayContaining(['generated', 'typing-as-suggested']));
});

test('accepted word by word, the rest of a suggestion stays; the members’ own texts are written when the user looks for them', async () => {
  const workbench = await Workbench.open(browser, server, name, [['extensionDevelopmentPath', server.uri(recorder.extension)]]);
  await workbench.goToLineEnd(1);
  await workbench.typeUntilGhostText(['export function compare(first: string, second: ', 'const names = members.map((member) => ', 'for (const member of ', 'if (members.length === ', 'return this.']);
  const { keyboard } = workbench.page;
  const suggested = await workbench.suggestion();
  const before = (await recorder.read()).reports.length;
  const { column } = await workbench.cursor();
  await keyboard.press('Control+ArrowRight');
  await expect.poll(async () => (await workbench.cursor()).column).toBeGreaterThan(column);
  const accepted = (await workbench.cursor()).column - column;
  if (accepted < suggested.length) {
    await expect.poll(() => workbench.suggestion()).toBe(suggested.slice(accepted));
    await expect.poll(async () => (await recorder.read()).reports.length).toBeGreaterThan(before);
  }
  expect((await recorder.read()).reports.slice(before).filter(({ source }) => source === 'generated')).toEqual([]);

  const written = (await recorder.read()).reports.at(-1)?.requests.started ?? 0;
  await keyboard.press('Alt+]');
  await expect.poll(async () => (await recorder.read()).reports.at(-1)?.requests.started, { timeout: 20_000 }).toBeGreaterThan(written);
});
