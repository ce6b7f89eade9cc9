import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { t } from '../text.ts';
import { milliseconds, probability, visible } from './format.ts';
import { memberName } from './memberName.ts';

type Completion = NonNullable<SidebarState['completion']>;
export type Piece = Completion['pieces'][number];
type Timing = Completion['timing'];

/** Where the text came from. */
export function sourceText(source: Completion['source']): string {
  switch (source) {
    case 'generated': return t('Generated');
    case 'typing-as-suggested': return t('Reused: typed as suggested');
    case 'cache': return t('Reused: from the cache');
    case 'in-flight': return t('Reused: a request on its way');
    case 'prefetched': return t('Written ahead');
    case 'none': return t('No text');
  }
}

/** Why there is no text, one sentence. */
export function reasonText(reason: NonNullable<Completion['reason']>): string {
  switch (reason) {
    case 'cancelled': return t('The request was cancelled.');
    case 'deadline': return t('The pack found no text in the time it had.');
    case 'end-of-text': return t('The pack thinks the text ends here.');
    case 'engine-unavailable': return t('The engine was not available.');
    case 'excluded': return t('This document is excluded from completion.');
    case 'filtered': return t('The text was not worth showing.');
    case 'no-members': return t('No model of the pack is for this language.');
    case 'nothing-to-add': return t('The text was already there.');
    case 'saving': return t('The pack only repeats earlier suggestions for now, to save time or power.');
    case 'switched-off': return t('Completion is switched off.');
    case 'unsure': return t('The pack was not sure enough of the text to show it unasked.');
  }
}

/** How much of the pack answered. */
export function levelText(level: NonNullable<Completion['degraded']>['level']): string {
  switch (level) {
    case 'fewer-members': return t('Fewer members:');
    case 'top-member': return t('Best member only:');
    case 'cached-only': return t('Earlier suggestions only:');
  }
}

/** What ended the generation. */
export function stopText(stop: Completion['stop']): string | null {
  switch (stop) {
    case 'line-end': return t('ended with the line');
    case 'block-end': return t('ended with the block');
    case 'end-token': return t('ended by the pack');
    case 'length': return t('ended by the length limit');
    case 'deadline': return t('ended by the deadline');
    case 'repetition': return t('ended because it repeated itself');
    case 'cancelled': return t('ended by cancellation');
    case 'none': return null;
  }
}

export interface Phase {
  /** Its place in the look of the timing: waiting, prompt, weights, first piece, total. */
  readonly look: number;
  readonly label: string;
  /** The figure to show, ms; for the first piece and the total counted from the start of the request. */
  readonly text: string;
  /** Its own share of the whole time, ms. */
  readonly length: number;
}

/** The request's phases in order; their lengths add up to the whole time. Those that did not happen are left out. */
export function phases({ queueMs, promptMs, weightsMs, totalMs, firstPieceMs }: Timing): readonly Phase[] {
  let spent = 0;
  const until = (look: number, label: string, ms: number, end: number): Phase => {
    const length = Math.max(0, end - spent);
    spent += length;
    return { look, label, text: milliseconds(ms), length };
  };
  return [
    ...(queueMs >= 1 ? [until(0, t('Waiting'), queueMs, queueMs)] : []),
    until(1, t('Prompt'), promptMs, queueMs + promptMs),
    until(2, t('Weights'), weightsMs, queueMs + promptMs + weightsMs),
    ...(firstPieceMs === null ? [] : [until(3, t('First piece'), firstPieceMs, firstPieceMs)]),
    until(4, t('Total'), totalMs, totalMs),
  ];
}

/** A piece for the ear: its text, who wanted it most, how probable it was to the pack and to each member. */
export function pieceLabel({ text, member, probability: fused, byMember }: Piece): string {
  const shares = byMember.map(({ id, share }) => t('{0} {1}', memberName(id), probability(share))).join(', ');
  return t('{0}: wanted most by {1}; fused {2}; {3}', quoted(text), memberName(member), probability(fused), shares);
}

/** A piece's text on one line; blanks get names. */
export function quoted(text: string): string {
  const shown = visible(text);
  if (/^\n+$/u.test(shown)) return t('line end');
  if (/^ +$/u.test(shown)) return shown.length === 1 ? t('space') : t('{0} spaces', shown.length);
  return `“${shown.replaceAll('\n', '↵').replaceAll('\t', '⇥').trim()}”`;
}
