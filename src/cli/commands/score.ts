import type { Command } from 'commander';
import { failures } from '../../base/errors.ts';
import { readDocument } from '../documents/documentFile.ts';
import { withPack } from '../pack/pack.ts';
import { renderScore } from '../render/score.ts';
import { bytes } from '../render/units.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

/** Scoring evaluates every token of the text in every member: this much takes minutes on a laptop. */
const longestText = 1_000_000;

export function addScore(program: Command, run: Runner): void {
  program.command('score')
    .description('measure how well each member predicts a text')
    .argument('<file>', 'the document; - reads standard input')
    .action((path: string, _options: unknown, command: Command) => run(command, (active) => score(active, path)));
}

async function score(run: Run, path: string): Promise<0> {
  const { terminal, signal } = run;
  const name = path === '-' ? 'Standard input' : path;
  const text = await readDocument(path, run.stdin);
  if (text.length > longestText) {
    throw failures.documentUnreadable(name, `has ${bytes(text.length)} of text, and at most ${bytes(longestText)} are scored: try head -c 100000 ${path} | packllm score -`);
  }
  await withPack(run, async ({ engine, leftOut }) => {
    const report = await engine.ask('score', { text }, { signal });
    if (terminal.json) terminal.printJson({ ...report, leftOut });
    else if (terminal.quiet) for (const member of report.members) terminal.print(`${member.bitsPerByte?.toFixed(4) ?? '-'} ${member.id}`);
    else terminal.print(renderScore(report, name, terminal.style));
  });
  return 0;
}
