import type { Command } from 'commander';
import { numberIn } from '../arguments/flags.ts';
import { pickMember } from '../arguments/members.ts';
import { withPack } from '../pack/pack.ts';
import { renderAlignment } from '../render/alignment.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

export function addAlign(program: Command, run: Runner): void {
  program.command('align')
    .description('show how one member\'s vocabulary maps to another\'s')
    .argument('<from>', 'a member: its id, a part of it, or its position in the pack')
    .argument('<to>', 'the other member')
    .option('--examples <number>', 'how many of the worst matches to list', numberIn(0, 1000, true), 10)
    .action((from: string, to: string, options: { readonly examples: number }, command: Command) =>
      run(command, (active) => align(active, from, to, options.examples)));
}

async function align(run: Run, from: string, to: string, examples: number): Promise<0> {
  const { terminal, signal, flags } = run;
  await withPack(run, async ({ engine, ids }) => {
    const request = { from: pickMember(ids, from), to: pickMember(ids, to), alignment: flags.alignment, examples };
    const report = await engine.ask('align', request, { signal });
    if (terminal.json) terminal.printJson(report);
    else terminal.print(renderAlignment(report, terminal.style));
  });
  return 0;
}
