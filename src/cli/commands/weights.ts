import type { Command } from 'commander';
import { openCursor } from '../documents/cursor.ts';
import { promptAround } from '../documents/prompt.ts';
import { shareWorkspace } from '../documents/workspace.ts';
import { withPack } from '../pack/pack.ts';
import { renderWeights } from '../render/weights.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

interface WeightsFlags {
  readonly language?: string;
  readonly workspace?: string;
}

export function addWeights(program: Command, run: Runner): void {
  program.command('weights')
    .description('show how much each member counts, and why')
    .argument('<file[:line:col]>', 'the document and the cursor in it (default: its end); - reads standard input')
    .option('--language <id>', 'the editor\'s language id, where the name does not say it')
    .option('--workspace <folder>', 'let the text files of this folder take part, of a Git repository those that it does not ignore')
    .action((place: string, options: WeightsFlags, command: Command) => run(command, (active) => weights(active, place, options)));
}

async function weights(run: Run, argument: string, { language, workspace }: WeightsFlags): Promise<0> {
  const { terminal, signal, flags } = run;
  const cursor = await openCursor(argument, run.stdin, language);
  await withPack(run, async ({ engine, weighting, leftOut }) => {
    const { before, after } = promptAround(cursor);
    const shared = workspace === undefined ? {} : { document: await shareWorkspace(engine, workspace, cursor.path, signal) };
    const report = await engine.ask('weights', { before, after, language: cursor.language, weighting, alignment: flags.alignment, ...shared }, { signal });
    if (terminal.json) terminal.printJson({ ...report, leftOut });
    else if (terminal.quiet) for (const member of report.members) terminal.print(`${member.weight.toFixed(4)} ${member.id}`);
    else terminal.print(renderWeights(report, cursor.place, terminal.style, terminal.width));
  });
  return 0;
}
