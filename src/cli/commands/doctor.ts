import type { Command } from 'commander';
import { asPackError, type Failure } from '../../base/errors.ts';
import { modelsFolder } from '../../models/modelsFolder.ts';
import type { LoadReport } from '../../protocol/reports.ts';
import { diagnose } from '../pack/diagnosis.ts';
import { loadPack, withEngine } from '../pack/pack.ts';
import { choosePack, type PackChoice } from '../pack/packChoice.ts';
import { renderDiagnosis } from '../render/diagnosis.ts';
import { versionOf } from '../shell/installation.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

export function addDoctor(program: Command, run: Runner): void {
  program.command('doctor')
    .description('check everything and say what to do')
    .action((_options: unknown, command: Command) => run(command, doctor));
}

async function doctor(run: Run): Promise<0 | 1> {
  const { terminal } = run;
  const choice = await choosePack(run);
  const outcome = await tryLoading(run, choice);
  const diagnosis = diagnose({
    version: await versionOf(run.installation),
    node: process.version.slice(1),
    platform: `${process.platform} ${process.arch}`,
    choice,
    modelsFolder: modelsFolder(),
    outcome,
  });
  if (terminal.json) terminal.printJson(diagnosis);
  else if (terminal.quiet) for (const { message, fix } of diagnosis.problems) terminal.print(`${message} ${fix}`.trimEnd());
  else terminal.print(renderDiagnosis(diagnosis, terminal.style, terminal.width));
  return diagnosis.ok ? 0 : 1;
}

async function tryLoading(run: Run, choice: PackChoice): Promise<LoadReport | Failure> {
  try {
    return await withEngine(run, (engine) => loadPack(run, engine, choice));
  } catch (thrown) {
    if (run.signal.aborted) throw thrown;
    return asPackError(thrown).toFailure();
  }
}
