import type { Command } from 'commander';
import { promptAround } from '../prompt.ts';
import { openCursor } from '../cursor.ts';
import { withPack } from '../pack.ts';
import { renderWeights } from '../render/weights.ts';
import type { Run } from '../run.ts';
import type { Runner } from '../runner.ts';

export function addWeights(program: Command, run: Runner): void {
  program.command('weights')
    .description('show how much each member counts, and why')
    .argument('<file[:line:col]>', 'the document and the cursor in it (default: its end); - reads standard input')
    .option('--language <id>', 'the editor\'s language id, where the name does not say it')
    .action((place: string, options: { readonly language?: string }, command: Command) => run(command, (active) => weights(active, place, options.language)));
}

async function weights(run: Run, argument: string, language: string | undefined): Promise<0> {
  const { terminal, signal, flags } = run;
  const cursor = await openCursor(argument, run.stdin, language);
  await withPack(run, async ({ engine, weighting, leftOut }) => {
    const { before, after } = promptAround(cursor);
    const report = await engine.ask('weights', { before, after, language: cursor.language, weighting, alignment: flags.alignment }, { signal });
    if (terminal.json) terminal.printJson({ ...report, leftOut });
    else if (terminal.quiet) for (const member of report.members) terminal.print(`${member.weight.toFixed(4)} ${member.id}`);
    else terminal.print(renderWeights(report, cursor.place, terminal.style, terminal.width));
  });
  return 0;
}
