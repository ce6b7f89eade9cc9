import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { t } from '../text.ts';
import { memberName } from './memberName.ts';

type Weights = NonNullable<SidebarState['weights']>;
type Member = Weights['members'][number];

/** Weights closer than this look alike, also where nothing is known about how sharply the text decides them. */
const alike = 0.005;

const bitsOf = ({ bitsPerByte }: Member): number => bitsPerByte ?? Infinity;

/** Why the weights are as they are, in a sentence or two that need no knowledge of the method. */
export function whyText({ method, bytes, members }: Weights): string {
  const [first, second] = [...members].sort((a, b) => b.weight - a.weight);
  if (first === undefined) return '';
  const leader = memberName(first.id);
  if (second === undefined) return t('{0} is alone in the pack and writes everything.', leader);
  switch (method) {
    case 'manual': return t('You fixed the weights; the text before the cursor has no say in them.');
    case 'uniform': return t('All members weigh the same, whatever the text.');
    case 'mixture': case 'sim': case 'opt': case 'exhaustive': case 'top1': break;
  }
  const best = [...members].sort((a, b) => bitsOf(a) - bitsOf(b))[0] ?? first;
  if (bytes === 0 || best.bitsPerByte === null) return t('There was no text before the cursor to compare the members on.');
  return [ranking(members, best, bytes), lead(first, second, best)].filter((sentence) => sentence !== '').join(' ');
}

/** Who expected the text most. */
function ranking(members: readonly Member[], best: Member, bytes: number): string {
  const next = members.filter((member) => member !== best && member.bitsPerByte !== null).sort((a, b) => bitsOf(a) - bitsOf(b))[0];
  if (next === undefined) return '';
  const more = bitsOf(best) > 0 ? Math.round((bitsOf(next) / bitsOf(best) - 1) * 100) : 0;
  return more < 1
    ? t('{0} and {1} foresaw the last {2} bytes equally well.', memberName(best.id), memberName(next.id), bytes)
    : t('{0} foresaw the last {1} bytes best; the next, {2}, was surprised {3} % more.', memberName(best.id), bytes, memberName(next.id), more);
}

/** What became of that in the weights. */
function lead(first: Member, second: Member, best: Member): string {
  const spread = Math.hypot(first.weightError ?? 0, second.weightError ?? 0);
  if (first.weight - second.weight < Math.max(spread, alike)) return t('That is too little to tell who should lead, so they share.');
  if (first === best || first.bitsPerByte === null) return '';
  return best.seesSuffix || !first.seesSuffix
    ? t('{0} leads because it was right where the others were wrong.', memberName(first.id))
    : t('{0} leads because it sees the text after the cursor as well.', memberName(first.id));
}
