import { h, type Child } from '../dom.ts';
import type { Stretch } from '../model/differences.ts';
import { visible } from '../model/format.ts';
import { t } from '../text.ts';

/**
 * A text with what it has in place of another one's words: struck out what it lacks, underlined what only it has, each said in words for the ear. Where nothing is
 * in common, only the text itself is there.
 */
export function markedText(stretches: readonly Stretch[]): HTMLElement {
  const shared = stretches.some(({ kind }) => kind === 'same');
  return h('code', { class: 'text' }, ...stretches.flatMap(({ kind, text }): readonly Child[] => {
    switch (kind) {
      case 'same': return [visible(text)];
      case 'own': return [h('ins', {}, spoken(t('only here:')), seen(text), spoken(t('(end)')))];
      case 'missing': return shared ? [h('del', {}, spoken(t('missing:')), seen(text), spoken(t('(end)')))] : [];
    }
  }));
}

const spoken = (words: string): HTMLElement => h('span', { class: 'spoken' }, ` ${words} `);

/** Blanks and line ends that differ are seen as signs. */
function seen(text: string): string {
  const shown = visible(text);
  return (/^\s+$/u.test(shown) ? shown.replaceAll(' ', '·').replaceAll('\t', '⇥') : shown).replaceAll('\n', '↵\n');
}
