import { readFileSync } from 'node:fs';
import { ManualClock } from '../support/manualClock.ts';
import { WorkspaceIndex } from '../../src/fusion/workspace/workspaceIndex.ts';
import { WorkspaceMember } from '../../src/fusion/workspace/workspaceMember.ts';

/** What the engine indexes at a stretch. */
const sliceBytes = 128 * 1024;
const documentBytes = 100_000;
const wanted = 10_000_000;

/** Source text in documents, ten megabytes less the bytes between them; a real program, then the same with other names. */
function documents(): readonly Uint8Array[] {
  const source = readFileSync('node_modules/typescript/lib/typescript.js', 'utf8');
  const renamed = source.replaceAll('node', 'vertex').replaceAll('Type', 'Kind');
  const bytes = Buffer.from(source + renamed, 'utf8').subarray(0, wanted - wanted / documentBytes - 1);
  return Array.from({ length: Math.ceil(bytes.length / documentBytes) }, (_, index) => bytes.subarray(index * documentBytes, (index + 1) * documentBytes));
}

/** How long the workspace takes to index 10 MB, how long at a stretch, what it holds, and what predicting a byte costs. */
export async function benchWorkspace(print: (line: string) => void): Promise<void> {
  const texts = documents();
  const index = new WorkspaceIndex();
  const cpu = (): number => process.cpuUsage().user / 1000;
  const started = performance.now();
  const startedCpu = cpu();
  let longest = 0;
  const timed = <T>(job: () => T): T => {
    const before = performance.now();
    const result = job();
    longest = Math.max(longest, performance.now() - before);
    return result;
  };
  texts.forEach((text, place) => timed(() => index.set(String(place), text)));
  while (!timed(() => index.step(sliceBytes)));
  const member = new WorkspaceMember(index, new ManualClock());
  print(`workspace of ${(index.bytes / 1e6).toFixed(1)} MB: ${(performance.now() - started).toFixed(0)} ms to index (${(cpu() - startedCpu).toFixed(0)} ms of CPU), longest slice ${longest.toFixed(1)} ms, ${(member.memory / 1e6).toFixed(0)} MB held`);
  const text = texts[7] ?? new Uint8Array(0);
  index.remove('7');
  const path = Int32Array.of(member.vocabulary.bos ?? 0, ...member.tokenize(text.subarray(0, 4000)));
  const before = performance.now();
  await member.score(path, 1, new AbortController().signal);
  print(`  ${((performance.now() - before) * 1000 / (path.length - 1)).toFixed(0)} µs to predict a byte`);
}
