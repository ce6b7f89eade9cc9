import { InvalidArgumentError, Option, type Command } from 'commander';
import { studies } from '../../evaluation/studies/studies.ts';
import { numberIn } from '../arguments/flags.ts';
import { evaluate, type EvaluationFlags } from '../evaluation/evaluate.ts';
import { evaluateWorkspace, type WorkspaceFlags } from '../evaluation/evaluateWorkspace.ts';
import { packNames } from '../pack/namedPack.ts';
import type { Runner } from '../shell/runner.ts';

/** `key=value`, any number of times. */
function assignment(text: string, earlier: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, key, value] = /^\s*([\w.]+)\s*=\s*(\S+)\s*$/u.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('It must look like windowBytes=300.');
  return { ...earlier, [key]: value };
}

/** `key=value,value`, any number of times. */
function assignments(text: string, earlier: Readonly<Record<string, readonly string[]>> = {}): Readonly<Record<string, readonly string[]>> {
  return { ...earlier, ...Object.fromEntries(Object.entries(assignment(text)).map(([key, values]) => [key, names(values)])) };
}

function names(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

/** `packllm eval STUDY`: the same sampling and output options for every study, and the same data for all but `workspace`. */
export function addEval(program: Command, run: Runner): void {
  const group = program.command('eval').description('measure quality and cost on texts of your own');
  for (const [name, { about, prepare }] of Object.entries(studies)) {
    const command = group.command(name).description(about);
    for (const option of [dataOption(), ...policyOptions(), ...(name === 'bits' || name === 'fim' ? [workspaceOption()] : []), ...studyOptions()]) command.addOption(option);
    command.action((flags: EvaluationFlags, self: Command) => run(self, (active) => evaluate(active, name, prepare, flags)));
  }
  const workspace = group.command('workspace').description('masked lines of a folder\'s own files: does the pack write and predict them better than one model?').argument('<folder>', 'with text files, of a Git repository those that it does not ignore');
  for (const option of policyOptions()) workspace.addOption(option);
  workspace.addOption(new Option('--no-workspace', 'let the folder\'s files not take part as a member'));
  workspace.action((folder: string, flags: WorkspaceFlags, self: Command) => run(self, (active) => evaluateWorkspace(active, folder, flags)));
}

function dataOption(): Option {
  return new Option('--data <path>', 'a folder with a folder of text files for each domain, or a JSONL file').makeOptionMandatory();
}

function workspaceOption(): Option {
  return new Option('--workspace <folder>', 'also measure with the text files of this folder taking part; a file of the data that is one of them is left out while it is measured');
}

function policyOptions(): readonly Option[] {
  return [
    new Option('--sample <number>', 'items per domain at most').argParser(numberIn(1, 1_000_000, true)).default(40),
    new Option('--seed <number>', 'which items, and how figures are resampled').argParser(numberIn(0, 4_294_967_295, true)).default(1),
    new Option('--pack <name>', 'which models').choices(packNames),
    new Option('--only <members>', 'members that take part, by id, part of it or position, with commas').argParser(names),
    new Option('--set <key=value>', 'change the policy: windowBytes, halfLife, precision.epsilon …; may be repeated').argParser(assignment),
    new Option('--resamples <number>', 'of the bootstrap').argParser(numberIn(10, 1_000_000, true)).default(10_000),
    new Option('--out <folder>', 'where results and reports are kept; an interrupted run goes on there'),
  ];
}

function studyOptions(): readonly Option[] {
  return [
    new Option('--prompt-bytes <number>', 'text before the cursor').argParser(numberIn(16, 16_384, true)).default(600),
    new Option('--exclude <file>', 'items to leave out, a line each: FILE-STEM ITEM-ID'),
    new Option('--vary <key=value,value>', 'values that sweep tries; may be repeated').argParser(assignments),
    new Option('--exact', 'also measure at the highest precision').default(false),
    new Option('--expect <domain=member>', 'the member that should be the strongest; may be repeated').argParser(assignment),
  ];
}
