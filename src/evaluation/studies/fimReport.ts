import type { Report, Section } from '../report/report.ts';
import { bootstrap, type Interval, type Resampling } from '../statistics/bootstrap.ts';
import { areaUnderCurve } from '../statistics/ranks.ts';
import { editSimilarity, isExact, type FimOutcome, type Written } from './fimOutcome.ts';

type Writer = (outcome: FimOutcome) => Written;

const nothing: Written = { text: '', confidence: null, ms: 0 };

/** What the member that read the text before the cursor best wrote. */
const picked: Writer = ({ members }) => {
  const losses = members.map(({ bitsPerByte }) => bitsPerByte ?? Infinity);
  return members[losses.indexOf(Math.min(...losses))]?.written ?? nothing;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const exactBy = (writer: Writer) => (outcomes: readonly FimOutcome[]): number => 100 * mean(outcomes.map((one) => (isExact(writer(one).text, one.target) ? 1 : 0)));
const similarityBy = (writer: Writer) => (outcomes: readonly FimOutcome[]): number => 100 * mean(outcomes.map((one) => editSimilarity(writer(one).text, one.target)));
const curveOf = (writer: Writer) => (outcomes: readonly FimOutcome[]): number =>
  areaUnderCurve(outcomes.map((one) => ({ score: writer(one).confidence ?? 0, positive: isExact(writer(one).text, one.target) })));

/** Exact match and edit similarity of the pack, its members and the one picked by prompt, and how well confidence tells which lines are right. */
export function fimReport(outcomes: readonly FimOutcome[], resampling: Resampling): Report {
  const [first] = outcomes;
  const writers: readonly { readonly name: string; readonly writer: Writer }[] = [
    { name: 'fused', writer: ({ fused }) => fused },
    ...(first?.withWorkspace === undefined ? [] : [{ name: 'fused, with the workspace', writer: ({ withWorkspace = nothing }: FimOutcome) => withWorkspace }]),
    { name: 'picked by prompt', writer: picked },
    ...(first?.members ?? []).map(({ id }, k) => ({ name: id, writer: ({ members }: FimOutcome) => members[k]?.written ?? nothing })),
  ];
  const interval = (figure: (some: readonly FimOutcome[]) => number): Interval => bootstrap([outcomes], ([some]) => figure(some ?? []), resampling);
  return { title: 'Fill in the middle, one line', sections: [quality(outcomes.length, writers, interval), confidence(outcomes, writers, interval)] };
}

type Of = (figure: (some: readonly FimOutcome[]) => number) => Interval;

function quality(tasks: number, writers: readonly { readonly name: string; readonly writer: Writer }[], interval: Of): Section {
  const fused = writers[0]?.writer ?? picked;
  const rows = writers.map(({ name, writer }) => ({
    name,
    exact: interval(exactBy(writer)),
    similarity: interval(similarityBy(writer)),
    ahead: interval((some) => exactBy(fused)(some) - exactBy(writer)(some)),
  }));
  return {
    title: 'Exact match and edit similarity',
    text: [`${tasks} tasks whose line has two characters or more, white space at its ends aside. Lines are cut at the first line end. Intervals: 95 %, paired.`],
    table: {
      columns: ['who writes', 'exact match, %', 'edit similarity, %', 'fused is ahead by, % exact'],
      digits: 1,
      rows: rows.map(({ name, exact, similarity, ahead }, index) => [name, exact, similarity, index === 0 ? null : ahead]),
    },
    chart: { kind: 'bars', title: 'Exact match', unit: '%', bars: rows.map(({ name, exact }) => ({ label: name, interval: exact })) },
  };
}

/** Thresholds of confidence at which a line would be shown. */
const thresholds = [0, 0.25, 0.5, 0.75] as const;

function confidence(outcomes: readonly FimOutcome[], writers: readonly { readonly name: string; readonly writer: Writer }[], interval: Of): Section {
  const fused: Writer = (one) => one.fused;
  const shown = thresholds.map((threshold) => {
    const some = outcomes.filter((one) => (fused(one).confidence ?? 0) > threshold);
    return `above ${threshold}: ${((100 * some.length) / outcomes.length).toFixed(0)} % shown, ${some.length === 0 ? '–' : exactBy(fused)(some).toFixed(0)} % of them right`;
  });
  return {
    title: 'Confidence',
    text: [
      'Confidence is the smallest probability of a line\'s pieces. Area under the ROC curve: how often a line that is exactly right has more of it than one that is not.',
      `Fused lines by confidence: ${shown.join('; ')}.`,
    ],
    table: { columns: ['who writes', 'area under the curve'], digits: 3, rows: writers.map(({ name, writer }) => [name, interval(curveOf(writer))]) },
    chart: null,
  };
}
