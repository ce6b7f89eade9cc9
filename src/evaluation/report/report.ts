import type { Interval } from '../statistics/bootstrap.ts';

export type Cell = string | number | Interval | null;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Digits after the decimal point. */
  readonly digits: number;
}

/** Intervals as bars with whiskers, or points in a plane. */
export type Chart =
  | { readonly kind: 'bars'; readonly title: string; readonly unit: string; readonly bars: readonly { readonly label: string; readonly interval: Interval }[] }
  | {
    readonly kind: 'points'; readonly title: string; readonly x: string; readonly y: string;
    readonly series: readonly { readonly label: string; readonly points: readonly (readonly [number, number])[] }[];
  };

export interface Section {
  readonly title: string;
  /** Paragraphs. */
  readonly text: readonly string[];
  readonly table: Table | null;
  readonly chart: Chart | null;
}

/** What a study found, independent of how it is shown. */
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
}

export function isInterval(cell: Cell): cell is Interval {
  return typeof cell === 'object' && cell !== null;
}

/** A cell as text: an interval as `value [low, high]`, nothing as a dash. */
export function cellText(cell: Cell, digits: number): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  const number = (value: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '–');
  if (typeof cell === 'number') return Number.isInteger(cell) ? String(cell) : number(cell);
  return `${number(cell.value)} [${number(cell.low)}, ${number(cell.high)}]`;
}
