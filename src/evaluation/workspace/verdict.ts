import type { Translate } from '../../base/translate.ts';
import type { Interval } from '../statistics/bootstrap.ts';
import { exactLines, timeAt, type Comparison } from './comparison.ts';
import type { Contender } from './contenders.ts';

/** The best single models, chosen afterwards: by lines written exactly (similar ones where that ties), and by bits per byte. Undefined in a pack without members. */
export function bestSingles(contenders: readonly Contender[], comparison: Comparison): { readonly writing: Contender | undefined; readonly predicting: Contender | undefined } {
  const singles = contenders.filter(({ kind }) => kind === 'member');
  const similar = (one: Contender): number => comparison.similarity(one).value;
  const bits = (one: Contender): number => comparison.bitsPerByte(one).value;
  return {
    writing: singles.toSorted((a, b) => exactLines(b) - exactLines(a) || similar(b) - similar(a))[0],
    predicting: singles.toSorted((a, b) => bits(a) - bits(b))[0],
  };
}

type Direction = 'better' | 'worse' | 'chance';

/** Which way a difference points, when its whole interval does. */
function directionOf({ low, high }: Interval, moreIsBetter: boolean): Direction {
  if (low > 0) return moreIsBetter ? 'better' : 'worse';
  if (high < 0) return moreIsBetter ? 'worse' : 'better';
  return 'chance';
}

/** Whether fusing pays on these lines, in plain words: a paragraph on what was written, one on what was predicted, one on time, and what follows from them. */
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
  return [
    more.value === 0
      ? t('On {0} lines of yours the pack wrote {1} exactly, as many as the best single model, {2}.', pack.figures.length, exactLines(pack), writing.id)
      : `${t('On {0} lines of yours the pack wrote {1} exactly; the best single model, {2}, wrote {3}.', pack.figures.length, exactLines(pack), writing.id, exactLines(writing))} ${written === 'chance'
        ? t('That difference could be chance: 95 % of the resamples lie from {0} to {1} lines.', whole(more.low), whole(more.high))
        : t('That is more than chance explains: 95 % of the resamples lie from {0} to {1} lines.', whole(more.low), whole(more.high))}`,
    ...(Number.isFinite(bits.value) ? [`${predictedHow} ${predicted === 'chance'
      ? t('That difference could be chance: 95 % of the resamples lie from {0} to {1} %.', bits.low.toFixed(1), bits.high.toFixed(1))
      : t('That is more than chance explains: 95 % of the resamples lie from {0} to {1} %.', bits.low.toFixed(1), bits.high.toFixed(1))}`] : []),
    t('Writing a line took the pack {0} ms and that model {1} ms at the median.', whole(timeAt(0.5, pack)), whole(timeAt(0.5, writing))),
    conclusion([written, predicted], t),
  ];
}

function conclusion(directions: readonly Direction[], t: Translate): string {
  const [better, worse] = [directions.includes('better'), directions.includes('worse')];
  if (better && !worse) return t('On these files fusing pays, if the time is worth it to you.');
  if (worse && !better) return t('On these files one model alone does better than the pack.');
  if (better && worse) return t('On these files fusing helps in one respect and hurts in the other.');
  return t('These lines do not tell whether fusing pays on these files; more lines would tell more.');
}
