import { join } from 'node:path';
import type { Command } from 'commander';
import { openCursor } from '../documents/cursor.ts';
import { samples } from '../documents/samples.ts';
import { complete } from '../pack/complete.ts';
import { withPack, type Pack } from '../pack/pack.ts';
import { renderCompletion } from '../render/completion.ts';
import { wrapped } from '../render/table.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

export function addDemo(program: Command, run: Runner): void {
  program.command('demo')
    .description('complete three samples and show who wrote what')
    .action((_options: unknown, command: Command) => run(command, demo));
}

async function demo(run: Run): Promise<0> {
  await withPack(run, (pack) => completeSamples(run, pack));
  return 0;
}

async function completeSamples(run: Run, pack: Pack): Promise<void> {
  const { terminal } = run;
  const { style, width } = terminal;
  const reports = [];
  for (const { file, line, column } of samples) {
    const opened = await openCursor(`${join(run.installation.samples, file)}:${line}:${column}`, run.stdin);
    const cursor = { ...opened, place: `${file}:${line}:${column}` };
    const report = await complete(run, pack, cursor, { multiline: 'line', deadline: 30_000 });
    reports.push({ file, line, column, ...report });
    if (!terminal.json) terminal.print(terminal.quiet ? report.text : `${renderCompletion(report, cursor.place, cursor.before, style, width)}\n`);
  }
  if (terminal.json) terminal.printJson({ pack: pack.choice.kind, advice: pack.choice.advice, completions: reports, leftOut: pack.leftOut });
  else if (!terminal.quiet) terminal.print(closing(run, pack));
}

function closing({ terminal: { style, width } }: Run, { choice, ids }: Pack): string {
  const used = choice.kind === 'given' ? 'the files given with --models' : `the ${choice.kind} pack`;
  const intro = wrapped(`That was ${used}: ${ids.join(', ')}. Each piece has the colour or letter of the member that wanted it most.`, width);
  return choice.advice === '' ? intro : `${intro}\n\n${style.strong(wrapped(choice.advice, width))}`;
}
