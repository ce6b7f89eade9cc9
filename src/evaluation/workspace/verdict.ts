import type { Translate } from '../../base/translate.ts';
import type { Interval } from '../statistics/bootstrap.ts';
import { exactLines, timeAt, type Comparison } from './comparison.ts';
import type { Contender } from './contenders.ts';

/** The best single models, chosen afterwards: by lines written exactly (similar ones where that ties), and by bits per byte. Undefined in a pack without members. */
export function bestSingles(contenders: readonly Contender[], comparison: Comparison): { readonly writing: Contender | undefined; readonly predicting: Contender | undefined } {
  const singles = contenders.filter(({ kind }) => kind === 'member')
    .map((one) => ({ one, exact: exactLines(one), similar: comparison.similarity(one).value, bits: comparison.bitsPerByte(one).value }));
  return {
    writing: singles.toSorted((a, b) => b.exact - a.exact || b.similar - a.similar)[0]?.one,
    predicting: singles.toSorted((a, b) => a.bits - b.bits)[0]?.one,
  };
}

type Direction = 'better' | 'worse' | 'chance';

/** Which way a difference points, when its whole interval does. */
function directionOf({ low, high }: Interval, moreIsBetter: boolean): Direction {
  if (low > 0) return moreIsBetter ? 'better' : 'worse';
  if (high < 0) return moreIsBetter ? 'worse' : 'better';
  return 'chance';
}

/** Whether fusing pays on these lines, in plain words: the answer, and why in a paragraph on what was written, one on what was predicted and one on time. */
export function verdict(contenders: readonly [Contender, ...(readonly Contender[])], comparison: Comparison, t: Translate): readonly string[] {
  const [pack] = contenders;
  const { writing, predicting } = bestSingles(contenders, comparison);
  if (writing === undefined || predicting === undefined) return [];
  const more = comparison.moreExact(pack, writing);
  const bits = comparison.moreBitsInPercent(pack, predicting);
  const [written, predicted] = [directionOf(more, true), directionOf(bits, false)];
  const whole = (value: number): string => value.toFixed(0);
  const predictedHow = bits.value <= 0
    ? t('In bits per byte the pack needed {0} % less for the true text than the best single model, {1}.', (-bits.value).toFixed(1), predicting.id)
    : t('In bits per byte the pack needed {0} % more for the true text than the best single model, {1}.', bits.value.toFixed(1), predicting.id);
  const lines = pack.figures.length;
  const percent = (one: Contender): string => whole(100 * exactLines(one) / lines);
  return [
    conclusion([written, predicted], t),
    more.value === 0
      ? t('On {0} lines of yours the pack wrote {1} % exactly, as many as the best single model, {2}.', lines, percent(pack), writing.id)
      : `${t('On {0} lines of yours the pack wrote {1} % exactly; the best single model, {2}, {3} %.', lines, percent(pack), writing.id, percent(writing))} ${written === 'chance'
        ? t('That difference could be chance: 95 % of the resamples lie from {0} to {1} lines.', whole(more.low), whole(more.high))
        : t('That is more than chance explains: 95 % of the resamples lie from {0} to {1} lines.', whole(more.low), whole(more.high))}`,
    ...(Number.isFinite(bits.value) ? [`${predictedHow} ${predicted === 'chance'
      ? t('That difference could be chance: 95 % of the resamples lie from {0} to {1} %.', bits.low.toFixed(1), bits.high.toFixed(1))
      : t('That is more than chance explains: 95 % of the resamples lie from {0} to {1} %.', bits.low.toFixed(1), bits.high.toFixed(1))}`] : []),
    ...contenders.filter(({ kind }) => kind === 'models' && Number.isFinite(bits.value)).map((models) => withoutWorkspace(percent(models), comparison.moreBitsInPercent(models, predicting), predicting.id, t)),
    t('Writing a line took the pack {0} ms at the median, and {1} {2} ms.', whole(timeAt(0.5, pack)), writing.id, whole(timeAt(0.5, writing))),
  ];
}

/** How much of the lead is the workspace's, which copies from the other files. */
function withoutWorkspace(exact: string, { value, low, high }: Interval, single: string, t: Translate): string {
  const figures = [exact, Math.abs(value).toFixed(1), single, low.toFixed(1), high.toFixed(1)] as const;
  return value <= 0
    ? t('Without the help of the workspace its models wrote {0} % exactly and needed {1} % less than {2} in bits per byte; 95 % of the resamples lie from {3} to {4} %.', ...figures)
    : t('Without the help of the workspace its models wrote {0} % exactly and needed {1} % more than {2} in bits per byte; 95 % of the resamples lie from {3} to {4} %.', ...figures);
}

function conclusion(directions: readonly Direction[], t: Translate): string {
  const [better, worse] = [directions.includes('better'), directions.includes('worse')];
  if (better && !worse) return t('On these files fusing pays, if the time is worth it to you.');
  if (worse && !better) return t('On these files one model alone does better than the pack.');
  if (better && worse) return t('On these files fusing helps in one respect and hurts in the other.');
  return t('These lines do not tell whether fusing pays on these files; more lines would tell more.');
}
