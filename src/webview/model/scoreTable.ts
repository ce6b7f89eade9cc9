import type { Comparison } from '../../protocol/comparisonMessages.ts';
import { t } from '../text.ts';
import { memberName } from './memberName.ts';

export interface ScoreCell {
  /** Bits per byte with two decimals; null where there is no figure. */
  readonly text: string | null;
  /** Whether it is the smallest of its column, as shown; a column of one figure has none. */
  readonly least: boolean;
}

export interface ScoreTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly ScoreCell[] }[];
}

/** A text as the user knows it. */
export function textName(member: string | null): string {
  return member === null ? t('Fused') : memberName(member);
}

/** Texts in rows, the members that have read them and the pack in columns; null before anything is scored. */
export function scoreTable({ texts, scores }: Pick<Comparison, 'texts' | 'scores'>): ScoreTable | null {
  if (scores.rows.every((row) => row === null)) return null;
  const { members } = scores;
  const figures = texts.map((_, place) => {
    const row = scores.rows[place] ?? null;
    return [...members.map((_member, column) => row?.byMember[column] ?? null), row?.pack ?? null].map((value) => value?.toFixed(2) ?? null);
  });
  const leastOf = (column: number): number | null => {
    const known = figures.flatMap((row) => row[column] ?? []).map(Number);
    return known.length < 2 ? null : Math.min(...known);
  };
  const least = [...members, ''].map((_, column) => leastOf(column));
  return {
    columns: [...members.map(memberName), t('Pack')],
    rows: texts.map(({ member }, place) => ({
      name: textName(member),
      cells: (figures[place] ?? []).map((text, column) => ({ text, least: text !== null && Number(text) === least[column] })),
    })),
  };
}
