import { Command, type Option } from 'commander';
import { addSharedFlags } from './arguments/flags.ts';
import { addAlign } from './commands/align.ts';
import { addComplete } from './commands/complete.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEval } from './commands/eval.ts';
import { addModels } from './commands/models.ts';
import { addPrior } from './commands/prior.ts';
import { addQuery } from './commands/query.ts';
import { addScore } from './commands/score.ts';
import { addWeights } from './commands/weights.ts';
import type { Runner } from './shell/runner.ts';

const examples = `
Examples:
  packllm complete src/orders.ts:24:18      complete at line 24, column 18
  git diff | packllm score -                how well each member predicts the diff
  packllm weights notes.md --json           the weights, for a script
  packllm query "What is a hash table?"     ask the pack
  packllm models get standard               download the better pack (about 350 MB)`;

/** Choices and the default on one short line. */
function describeOption({ description, argChoices, defaultValue }: Option): string {
  const value: unknown = defaultValue;
  const choices = argChoices?.map((choice) => (choice === value ? `${choice} (default)` : choice)).join(', ');
  if (choices !== undefined) return `${description}: ${choices}`;
  return typeof value === 'number' ? `${description} (default: ${value})` : description;
}

/** Name and arguments, without the `[options]` that they all have. */
const termOf = (command: Command): string => `${command.name()} ${command.usage().replace('[options]', '').trim()}`.trim();

/** The whole command line. Errors of parsing are thrown as CommanderError, after their message was written. */
export function buildProgram(version: string, run: Runner): Command {
  const program = new Command('packllm')
    .description('Complete, ask and inspect with several local language models fused into one.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(packllm --help lists the commands; packllm help COMMAND explains one)')
    .configureHelp({ optionDescription: describeOption, subcommandTerm: termOf })
    .addHelpText('afterAll', ({ command }) => (command.parent === null ? '' : '\nOptions for every command: packllm --help'))
    .addHelpText('after', examples);
  addSharedFlags(program);
  for (const add of [addDemo, addComplete, addQuery, addWeights, addPrior, addScore, addAlign, addEval, addModels, addDoctor]) add(program, run);
  return program;
}
