import type { Command } from 'commander';
import { engineCacheFolder } from '../../models/modelsFolder.ts';
import { withEngine } from '../pack/pack.ts';
import { renderPriors } from '../render/priors.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

interface PriorOptions {
  readonly forget?: true;
  readonly language?: string;
}

export function addPrior(program: Command, run: Runner): void {
  program.command('prior')
    .description('show what accepted suggestions have taught about the members, or forget it')
    .option('--forget', 'forget it')
    .option('--language <id>', 'in this language only')
    .action((options: PriorOptions, command: Command) => run(command, (active) => prior(active, options)));
}

async function prior(run: Run, { forget, language }: PriorOptions): Promise<0> {
  const { terminal, signal } = run;
  const cacheFolder = engineCacheFolder();
  await withEngine(run, async (engine) => {
    if (forget === true) await engine.ask('forget', { cacheFolder, ...(language === undefined ? {} : { language }) }, { signal });
    const learnt = (await engine.ask('learnt', { cacheFolder }, { signal })).filter((one) => language === undefined || one.language === language);
    if (terminal.json) terminal.printJson(learnt);
    else terminal.print(renderPriors(learnt, terminal.style));
  });
  return 0;
}
