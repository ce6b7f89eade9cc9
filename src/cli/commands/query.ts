import type { Command } from 'commander';
import { randomInt } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { answerOf, frameQuestion } from '../../context/question.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import { defaults, type Sampling } from '../../protocol/settings.ts';
import { numberIn, type SharedFlags } from '../arguments/flags.ts';
import { UsageError } from '../arguments/usageError.ts';
import { withPack, type Pack } from '../pack/pack.ts';
import { AnswerStream } from '../render/answerStream.ts';
import { reasons, renderCost } from '../render/completion.ts';
import { memberTable } from '../render/members.ts';
import { piecesOf } from '../render/pieces.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

interface QueryFlags {
  readonly maxBytes: number;
  readonly deadline: number;
  readonly temperature: number;
  readonly seed?: number;
}

const largestSeed = 4_294_967_295;

export function addQuery(program: Command, run: Runner): void {
  program.command('query')
    .description('ask the pack a question')
    .argument('<question>', 'the question; - reads standard input')
    .option('--max-bytes <number>', 'longest answer', numberIn(1, 65_536, true), defaults.answer.maxBytes)
    .option('--deadline <ms>', 'when to stop, counted from the loaded pack', numberIn(1, 600_000, true), defaults.answer.deadlineMs)
    .option('--temperature <number>', 'sample the answer: members take turns by weight; 0 = the likeliest answer', numberIn(0, 5, false), 0)
    .option('--seed <number>', 'what the sample is drawn with: the same answer again (default: another one each time)', numberIn(0, largestSeed, true))
    .action((question: string, options: QueryFlags, command: Command) => run(command, (active) => query(active, question, options)));
}

async function query(run: Run, argument: string, options: QueryFlags): Promise<0> {
  const question = argument === '-' ? await readAll(run.stdin) : argument;
  if (question.trim() === '') throw new UsageError('The question is empty.');
  const sampling = samplingOf(options, run.flags);
  await withPack(run, (pack) => ask(run, pack, frameQuestion(question), options, sampling));
  return 0;
}

/** The answer streams as it is written; what it cost follows. */
async function ask(run: Run, { engine, weighting, ids, leftOut }: Pack, before: string, options: QueryFlags, sampling: Sampling | null): Promise<void> {
  const { terminal, signal, flags } = run;
  const stream = terminal.json ? null : new AnswerStream(ids, terminal.style, (text) => terminal.write(text));
  const request = {
    before, after: '', language: 'plaintext', weighting, alignment: flags.alignment, decoding: flags.decoding, pooling: flags.pooling, precision: flags.precision, ...(flags.drafting ? {} : { drafting: false }), shape: { kind: 'answer' },
    maxBytes: options.maxBytes, deadlineMs: options.deadline, ...(sampling === null ? {} : { sampling }),
  } as const;
  const report = answered(await engine.ask('complete', request, { signal, onValue: (piece) => stream?.add(piece) }));
  if (stream === null) {
    terminal.printJson({ ...report, leftOut });
    return;
  }
  stream.end(report.pieces, report.text);
  terminal.print(report.text === '' ? `The pack has no answer to this: ${reasons[report.reason ?? 'end-of-text']}.` : '');
  if (terminal.quiet) return;
  terminal.print(['', memberTable(report.members, terminal.style, terminal.width), '', renderCost(report, terminal.style, terminal.width)].join('\n'));
}

/** @throws UsageError where it would be of no effect. */
function samplingOf({ temperature, seed }: QueryFlags, { decoding }: SharedFlags): Sampling | null {
  if (temperature === 0) {
    if (seed !== undefined) throw new UsageError('--seed needs a --temperature above 0.');
    return null;
  }
  if (decoding !== 'bytes') throw new UsageError('A --temperature samples from the mixture over strings, whatever --pooling says: leave out --decoding.');
  return { temperature, seed: seed ?? randomInt(largestSeed) };
}

function answered(report: CompletionReport): CompletionReport {
  const text = answerOf(report.text, report.stop === 'repetition');
  const reason = report.reason ?? (report.stop === 'repetition' ? 'filtered' : 'end-of-text');
  return { ...report, text, pieces: piecesOf(report.pieces, text), reason: text === '' ? reason : null };
}
