import { quantile } from '../../base/quantile.ts';
import { bootstrap, type Interval, type Resampling } from '../statistics/bootstrap.ts';
import type { Contender } from './contenders.ts';

/** Some lines, by index; in a resample one may come several times. */
type Lines = readonly number[];

const sum = (lines: Lines, value: (line: number) => number): number => lines.reduce((total, line) => total + value(line), 0);

/** Figures of contenders over the same lines, with intervals from the paired bootstrap: every resample holds each line with all that was written on it. */
export class Comparison {
  readonly #bytes: readonly number[];
  readonly #all: Lines;
  readonly #resampling: Resampling;

  /** `bytes` of each line's true text. */
  constructor(bytes: readonly number[], resampling: Resampling) {
    this.#bytes = bytes;
    this.#all = [...bytes.keys()];
    this.#resampling = resampling;
  }

  /** Lines written exactly, percent. */
  exact(one: Contender): Interval {
    return this.#interval((lines) => 100 * mean(lines, exactOf(one)));
  }

  /** Mean edit similarity, percent. */
  similarity(one: Contender): Interval {
    return this.#interval((lines) => 100 * mean(lines, (line) => one.figures[line]?.similarity ?? 0));
  }

  /** By how many of all lines `one` wrote more exactly than `other`. */
  moreExact(one: Contender, other: Contender): Interval {
    return this.#interval((lines) => sum(lines, exactOf(one)) - sum(lines, exactOf(other)));
  }

  /** Bits per byte of the true text, over the lines that have them. */
  bitsPerByte(one: Contender): Interval {
    return this.#interval((lines) => this.#perByte(lines, one));
  }

  /** Bits per byte by which `one` is above `other`. */
  moreBits(one: Contender, other: Contender): Interval {
    return this.#interval((lines) => this.#perByte(lines, one) - this.#perByte(lines, other));
  }

  /** The same as a share of `other`, percent. */
  moreBitsInPercent(one: Contender, other: Contender): Interval {
    return this.#interval((lines) => 100 * (this.#perByte(lines, one) / this.#perByte(lines, other) - 1));
  }

  #perByte(lines: Lines, { figures }: Contender): number {
    const usable = lines.filter((line) => typeof figures[line]?.bits === 'number');
    return sum(usable, (line) => figures[line]?.bits ?? 0) / sum(usable, (line) => this.#bytes[line] ?? 0);
  }

  #interval(figure: (lines: Lines) => number): Interval {
    return bootstrap([this.#all], ([lines = []]) => figure(lines), this.#resampling);
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

function mean(lines: Lines, value: (line: number) => number): number {
  return sum(lines, value) / lines.length;
}
