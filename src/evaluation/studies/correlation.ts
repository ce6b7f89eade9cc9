import { type Context } from '../data/context.ts';
import type { Cell, Report } from '../report/report.ts';
import { bootstrap, type Resampling } from '../statistics/bootstrap.ts';
import { spearman } from '../statistics/ranks.ts';
import type { Measured, Strata } from './tally.ts';

/** Lengths of the text before the cursor, bytes. */
export const promptLengths = [150, 600, 2000] as const;

const suffixOf = (length: number): string => `, ${length} bytes`;

/** Every context at every length of its prompt. The contexts must have been cut with the longest. */
export function promptTypes(contexts: readonly Context[]): readonly Context[] {
  return promptLengths.flatMap((length) => contexts.map((context) => ({
    ...context,
    id: `${context.id} ${length}`,
    domain: `${context.domain}${suffixOf(length)}`,
    before: Buffer.from(context.before, 'utf8').subarray(-length).toString('utf8').replace(/^\uFFFD+/u, ''),
  })));
}

type Figure = 'perplexity' | 'bitsPerByte';

const pairsOf = (some: readonly Measured[], member: number, figure: Figure): readonly (readonly [number, number])[] =>
  some.flatMap(({ result }): [number, number][] => {
    const { bits = null, [figure]: prompt = null } = result.members[member] ?? {};
    return bits === null || prompt === null ? [] : [[prompt, bits / result.bytes]];
  });

/** How often the member that a figure of the prompt picks is the best one on the continuation, percent. */
function rightPick(some: readonly Measured[], figure: Figure): number {
  const right = some.filter(({ result: { members } }) => {
    const least = (values: readonly (number | null)[]): number => values.map((value) => value ?? Infinity).reduce((best, value, index, all) => (value < (all[best] ?? Infinity) ? index : best), 0);
    return least(members.map((member) => member[figure])) === least(members.map(({ bits }) => bits));
  });
  return (100 * right.length) / some.length;
}

/** All kinds of text at one length of prompt, for each length. */
function atEachLength(strata: Strata): Strata {
  return promptLengths.map((length) => strata.flat().filter(({ domain }) => domain.endsWith(suffixOf(length))).map((one) => ({ ...one, domain: `all${suffixOf(length)}` })))
    .filter((contexts) => contexts.length > 0);
}

/** Does a member that reads the prompt well also predict what follows? By kind of text and length of prompt, within and across members. */
export function correlationReport(strata: Strata, resampling: Resampling): Report {
  const ids = strata[0]?.[0]?.result.members.map(({ id }) => id) ?? [];
  const light = { ...resampling, resamples: Math.min(1000, resampling.resamples) };
  return {
    title: 'Perplexity of the prompt and performance after it',
    sections: [{
      title: 'By type of prompt',
      text: [
        'Columns of members: Spearman\'s correlation, over contexts, between the member\'s bits per byte of the prompt and of the true continuation. Last columns: how often the member that the prompt picks, by bits per byte or by perplexity per own token, is the best one on the continuation.',
      ],
      table: {
        columns: ['prompt', 'contexts', ...ids, 'picked by bits per byte, %', 'picked by perplexity, %'],
        digits: 2,
        rows: [...strata, ...atEachLength(strata)].map((contexts): Cell[] => [
          contexts[0]?.domain ?? '', contexts.length,
          ...ids.map((_, k) => bootstrap([contexts], ([some]) => spearman(pairsOf(some ?? [], k, 'bitsPerByte')), light)),
          bootstrap([contexts], ([some]) => rightPick(some ?? [], 'bitsPerByte'), light),
          bootstrap([contexts], ([some]) => rightPick(some ?? [], 'perplexity'), light),
        ]),
      },
      chart: {
        kind: 'points', title: 'Bits per byte: prompt and continuation', x: 'prompt', y: 'continuation',
        series: ids.map((label, k) => ({ label, points: pairsOf(strata.flat(), k, 'bitsPerByte') })),
      },
    }],
  };
}
