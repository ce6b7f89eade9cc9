import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { t } from '../text.ts';
import { milliseconds, probability, visible } from './format.ts';

type Completion = NonNullable<SidebarState['completion']>;
export type Piece = Completion['pieces'][number];
type Timing = Completion['timing'];

/** Where the text came from. */
export function sourceText(source: Completion['source']): string {
  switch (source) {
    case 'generated': return t('Generated');
    case 'typing-as-suggested': return t('Reused: typed as suggested');
    case 'cache': return t('Reused: from the cache');
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
    case 'nothing-to-add': return t('The text was already there.');
    case 'switched-off': return t('Completion is switched off.');
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
  readonly label: string;
  readonly ms: number;
  readonly text: string;
}

/** The parts of a request that follow each other, whole time last and not among the parts. */
export function phases({ queueMs, promptMs, weightsMs, totalMs, firstPieceMs }: Timing): { readonly parts: readonly Phase[]; readonly figures: readonly Phase[] } {
  const phase = (label: string, ms: number): Phase => ({ label, ms, text: milliseconds(ms) });
  const prompt = phase(t('Prompt'), promptMs);
  const weights = phase(t('Weights'), weightsMs);
  const text = phase(t('Text'), Math.max(0, totalMs - queueMs - promptMs - weightsMs));
  const waiting = queueMs >= 1 ? [phase(t('Waiting'), queueMs)] : [];
  return {
    parts: [...waiting, prompt, weights, text],
    figures: [...waiting, prompt, weights, ...(firstPieceMs === null ? [] : [phase(t('First piece'), firstPieceMs)]), phase(t('Total'), totalMs)],
  };
}

/** A piece for the ear: its text, who wanted it most, how probable it was to the pack and to each member. */
export function pieceLabel({ text, member, probability: fused, byMember }: Piece): string {
  const shares = byMember.map(({ id, share }) => t('{0} {1}', id, probability(share))).join(', ');
  return t('{0}: wanted most by {1}; fused {2}; {3}', quoted(text), member, probability(fused), shares);
}

/** A piece's text on one line; blanks get names. */
export function quoted(text: string): string {
  const shown = visible(text);
  if (/^\n+$/u.test(shown)) return t('line end');
  if (/^ +$/u.test(shown)) return shown.length === 1 ? t('space') : t('{0} spaces', shown.length);
  return `“${shown.replaceAll('\n', '↵').replaceAll('\t', '⇥').trim()}”`;
}
