import { quantile } from '../../base/quantile.ts';
import { intervalOf, resamplesOf, type Interval, type Resampling } from '../statistics/bootstrap.ts';
import type { Contender } from './contenders.ts';

/** The sum of one value over all lines, and over each resample of them. */
interface Sums {
  readonly all: number;
  readonly resampled: readonly number[];
}

/**
 * Figures of contenders over the same lines, with intervals from the paired bootstrap: every resample holds each line with all that was written on it. Resamples are
 * drawn once and every figure is made of sums over them, for an editor waits meanwhile.
 */
export class Comparison {
  readonly #bytes: readonly number[];
  readonly #all: readonly number[];
  readonly #resamples: readonly (readonly number[])[];

  /** `bytes` of each line's true text. */
  constructor(bytes: readonly number[], resampling: Resampling) {
    this.#bytes = bytes;
    this.#all = [...bytes.keys()];
    this.#resamples = resamplesOf(bytes.length, resampling);
  }

  /** Lines written exactly, percent. */
  exact(one: Contender): Interval {
    return this.#interval([this.#sums(exactOf(one))], (exact) => 100 * exact / this.#all.length);
  }

  /** Mean edit similarity, percent. */
  similarity(one: Contender): Interval {
    return this.#interval([this.#sums((line) => one.figures[line]?.similarity ?? 0)], (similarity) => 100 * similarity / this.#all.length);
  }

  /** By how many of all lines `one` wrote more exactly than `other`. */
  moreExact(one: Contender, other: Contender): Interval {
    return this.#interval([this.#sums(exactOf(one)), this.#sums(exactOf(other))], (mine, theirs) => mine - theirs);
  }

  /** Bits per byte of the true text, over the lines that have them. */
  bitsPerByte(one: Contender): Interval {
    return this.#interval(this.#bitsAndBytes(one), (bits, bytes) => bits / bytes);
  }

  /** Bits per byte by which `one` is above `other`. */
  moreBits(one: Contender, other: Contender): Interval {
    return this.#interval([...this.#bitsAndBytes(one), ...this.#bitsAndBytes(other)], (bits, bytes, otherBits, otherBytes) => bits / bytes - otherBits / otherBytes);
  }

  /** The same as a share of `other`, percent. */
  moreBitsInPercent(one: Contender, other: Contender): Interval {
    return this.#interval([...this.#bitsAndBytes(one), ...this.#bitsAndBytes(other)], (bits, bytes, otherBits, otherBytes) => 100 * (bits / bytes / (otherBits / otherBytes) - 1));
  }

  #bitsAndBytes({ figures }: Contender): readonly [Sums, Sums] {
    return [this.#sums((line) => figures[line]?.bits ?? 0), this.#sums((line) => (typeof figures[line]?.bits === 'number' ? this.#bytes[line] ?? 0 : 0))];
  }

  #sums(value: (line: number) => number): Sums {
    const values = this.#all.map(value);
    const sumOver = (lines: readonly number[]): number => {
      let sum = 0;
      for (const line of lines) sum += values[line] ?? 0;
      return sum;
    };
    return { all: sumOver(this.#all), resampled: this.#resamples.map(sumOver) };
  }

  #interval(sums: readonly Sums[], figure: (...sums: readonly [number, number, number, number]) => number): Interval {
    const of = (at: (one: Sums) => number): number => {
      const [first = 0, second = 0, third = 0, fourth = 0] = sums.map(at);
      return figure(first, second, third, fourth);
    };
    return intervalOf(of(({ all }) => all), this.#resamples.map((_, round) => of(({ resampled }) => resampled[round] ?? 0)));
  }
}

export const exactLines = ({ figures }: Contender): number => figures.reduce((total, { exact }) => total + exact, 0);

/** The q-quantile of the time that a line took to write, ms; NaN without lines. */
export function timeAt(share: number, { figures }: Contender): number {
  return quantile(figures.map(({ ms }) => ms).sort((a, b) => a - b), share);
}

function exactOf({ figures }: Contender): (line: number) => number {
  return (line) => figures[line]?.exact ?? 0;
}
