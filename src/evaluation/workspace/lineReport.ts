import type { Translate } from '../../base/translate.ts';
import type { Cell, Report, Section } from '../report/report.ts';
import type { Resampling } from '../statistics/bootstrap.ts';
import { Comparison, timeAt } from './comparison.ts';
import { contendersOf, type Contender } from './contenders.ts';
import type { LineOutcome } from './lineOutcome.ts';
import { bestSingles, verdict } from './verdict.ts';

export interface LineReportWish {
  /** Lines that were to be measured. */
  readonly planned: number;
  /** Whether the workspace took part. */
  readonly workspace: boolean;
  readonly t: Translate;
}

type Contenders = ReturnType<typeof contendersOf>;

/** What the pack and each of its members made of the masked lines, by their ids; also of the first few of them, when the rest was not measured. */
export function lineReport(results: ReadonlyMap<string, LineOutcome>, { planned, workspace, t }: LineReportWish, resampling: Resampling): Report {
  const outcomes = [...results.values()];
  const title = t('The pack on this workspace');
  if (outcomes.length === 0) return { title, sections: [plain(t('Nothing was measured'), [t('No line was finished.')])] };
  const contenders = contendersOf(outcomes);
  const comparison = new Comparison(outcomes.map(({ bytes }) => bytes), resampling);
  const name = (one: Contender): string => nameOf(one, t);
  return {
    title,
    sections: [
      plain(t('Does fusing pay here?'), [
        ...(outcomes.length < planned ? [t('Stopped after {0} of {1} lines; these figures are about them.', outcomes.length, planned)] : []),
        ...verdict(contenders, comparison, t),
      ]),
      written(contenders, comparison, name, t),
      predicted(contenders, comparison, name, t),
      timed(contenders, name, t),
      byLanguage(outcomes, resampling, t),
      plain(t('How this was measured'), method(workspace, t)),
    ],
  };
}

function nameOf({ kind, id }: Contender, t: Translate): string {
  switch (kind) {
    case 'pack': return t('the pack');
    case 'models': return t('its models, without the workspace');
    case 'member': return id;
  }
}

function plain(title: string, text: readonly string[]): Section {
  return { title, text, table: null, chart: null };
}

function written(contenders: Contenders, comparison: Comparison, name: (one: Contender) => string, t: Translate): Section {
  const [pack] = contenders;
  return {
    ...plain(t('What they wrote'), [t('Exact: the rest of the line as it was, white space at its ends aside. Intervals: 95 %, paired by line.')]),
    table: {
      columns: [t('who writes'), t('exact, %'), t('edit similarity, %'), t('lines that the pack is ahead by')],
      digits: 1,
      rows: contenders.map((one): Cell[] => [name(one), comparison.exact(one), comparison.similarity(one), one === pack ? null : comparison.moreExact(pack, one)]),
    },
  };
}

function predicted(contenders: Contenders, comparison: Comparison, name: (one: Contender) => string, t: Translate): Section {
  const [pack] = contenders;
  return {
    ...plain(t('What they expected'), [t('Bits per byte of the text that really stood there, less is better: a finer measure than exact lines.')]),
    table: {
      columns: [t('who reads'), t('bits per byte'), t('the pack against it, bits per byte'), t('the pack against it, %')],
      digits: 3,
      rows: contenders.map((one): Cell[] => [
        name(one), comparison.bitsPerByte(one), ...(one === pack ? [null, null] : [comparison.moreBits(pack, one), comparison.moreBitsInPercent(pack, one)]),
      ]),
    },
  };
}

function timed(contenders: Contenders, name: (one: Contender) => string, t: Translate): Section {
  return {
    ...plain(t('How long a line took'), [t('Milliseconds for writing, once the text around the line had been read, as it has while you type.')]),
    table: { columns: [t('who writes'), t('median'), t('95th percentile')], digits: 0, rows: contenders.map((one): Cell[] => [name(one), timeAt(0.5, one), timeAt(0.95, one)]) },
  };
}

function byLanguage(outcomes: readonly LineOutcome[], resampling: Resampling, t: Translate): Section {
  const languages = [...new Set(outcomes.map(({ language }) => language))];
  const groups = languages.map((language) => ({ language, some: outcomes.filter((one) => one.language === language) })).sort((a, b) => b.some.length - a.some.length);
  return {
    ...plain(t('By language'), [t('The best single model is chosen for each language and each figure by itself, afterwards.')]),
    table: {
      columns: [t('language'), t('lines'), t('the pack, exact, %'), t('best single, exact, %'), t('the pack, bits per byte'), t('best single, bits per byte')],
      digits: 2,
      rows: groups.map(({ language, some }): Cell[] => {
        const contenders = contendersOf(some);
        const comparison = new Comparison(some.map(({ bytes }) => bytes), { ...resampling, resamples: 0 });
        const { writing, predicting } = bestSingles(contenders, comparison);
        return [
          language, some.length,
          comparison.exact(contenders[0]).value, writing === undefined ? null : comparison.exact(writing).value,
          comparison.bitsPerByte(contenders[0]).value, predicting === undefined ? null : comparison.bitsPerByte(predicting).value,
        ];
      }),
    },
  };
}

function method(workspace: boolean, t: Translate): readonly string[] {
  return [
    t('Lines were drawn at random, one file after the other, from files that are neither excluded nor written by programs. Each was cut at the beginning of one of its words; what followed on that line was masked, and the text before and after it shown.'),
    ...(workspace ? [t('The workspace took part, as it does while you type: without the file whose line was masked, which it does not know at all. It may know a copy of the same text in another file.')] : []),
    t('All members took part everywhere, whatever limits they have to languages, time or power, and nothing that accepted suggestions have taught counted.'),
    t('Everyone wrote the likeliest text, before the filters that the editor applies. A member alone goes on from the last token before the cursor, while the pack spells it again: a part of the pack\'s lead may come from that.'),
    t('The best single model was chosen after the fact, on these very lines, which makes it look better than it is.'),
  ];
}
