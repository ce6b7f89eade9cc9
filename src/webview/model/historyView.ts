import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { t } from '../text.ts';
import { timeOfDay } from './format.ts';
import { percentages } from './percentages.ts';

type History = SidebarState['history'];

export interface Column {
  /** Bottom first; percentages of a column sum to 100. */
  readonly parts: readonly { readonly id: string; readonly percent: number }[];
  readonly title: string;
}

/** One column per request, oldest first, its members in the order given and unknown ones after them. */
export function columns(history: History, order: readonly string[]): readonly Column[] {
  return history.map(({ document, at, weights }) => {
    const place = (id: string): number => order.includes(id) ? order.indexOf(id) : order.length;
    const sorted = [...weights].sort((a, b) => place(a.id) - place(b.id));
    const percents = percentages(sorted.map(({ share }) => share));
    const parts = sorted.map(({ id }, index) => ({ id, percent: percents[index] ?? 0 }));
    const shares = parts.filter(({ percent }) => percent > 0).map(({ id, percent }) => t('{0} {1} %', id, percent)).join(', ');
    return { parts, title: t('{0}, {1}: {2}', document, timeOfDay(at), shares) };
  });
}

/** The history for the ear: how each member's weight moved from the first request to the last. */
export function historyLabel(shown: readonly Column[]): string {
  const first = shown[0];
  const last = shown.at(-1);
  if (first === undefined || last === undefined) return t('No requests yet.');
  const before = new Map(first.parts.map(({ id, percent }) => [id, percent]));
  const moves = last.parts.map(({ id, percent }) => ({ id, was: before.get(id) ?? 0, is: percent })).filter(({ was, is }) => was > 0 || is > 0)
    .map(({ id, was, is }) => t('{0} from {1} % to {2} %', id, was, is)).join(', ');
  return t('Weights of the last {0} requests: {1}', shown.length, moves);
}
