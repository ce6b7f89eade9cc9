import { Option, type Command } from 'commander';
import { numberIn } from '../arguments/flags.ts';
import { openCursor } from '../documents/cursor.ts';
import { shareWorkspace } from '../documents/workspace.ts';
import { complete, type CompletionWish } from '../pack/complete.ts';
import { withPack } from '../pack/pack.ts';
import { renderCompletion } from '../render/completion.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

interface CompleteFlags extends CompletionWish {
  readonly workspace?: string;
  readonly language?: string;
}

export function addComplete(program: Command, run: Runner): void {
  program.command('complete')
    .description('complete a document at a place')
    .argument('<file[:line:col]>', 'the document and the cursor in it (default: its end); - reads standard input')
    .option('--language <id>', 'the editor\'s language id, where the name does not say it')
    .option('--workspace <folder>', 'let the text files of this folder take part, of a Git repository those that it does not ignore')
    .addOption(new Option('--multiline <mode>', 'complete one line or a block').choices(['auto', 'line', 'block']).default('auto'))
    .option('--max-bytes <number>', 'longest completion', numberIn(1, 65_536, true))
    .option('--deadline <ms>', 'when to stop, counted from the loaded pack', numberIn(1, 600_000, true), 30_000)
    .action((place: string, options: CompleteFlags, command: Command) => run(command, (active) => completeCommand(active, place, options)));
}

async function completeCommand(run: Run, argument: string, options: CompleteFlags): Promise<0> {
  const { terminal } = run;
  const cursor = await openCursor(argument, run.stdin, options.language);
  await withPack(run, async (pack) => {
    const shared = options.workspace === undefined ? {} : { document: await shareWorkspace(pack.engine, options.workspace, cursor.path, run.signal) };
    const report = await complete(run, pack, cursor, { ...options, ...shared });
    if (terminal.json) terminal.printJson({ ...report, leftOut: pack.leftOut });
    else if (terminal.quiet) terminal.print(report.text);
    else terminal.print(renderCompletion(report, cursor.place, cursor.before, terminal.style, terminal.width));
  });
  return 0;
}
