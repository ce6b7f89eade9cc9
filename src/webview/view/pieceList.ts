import { h, type Child } from '../dom.ts';
import { pieceLabel, quoted, type Piece } from '../model/completionView.ts';
import { probability, visible } from '../model/format.ts';
import { memberName } from '../model/memberName.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { bar, swatch } from './bars.ts';

/**
 * The completion's pieces, each in the look of the member that wanted it most, and below them every member's probability of the
 * piece under the pointer or the focus. One tab stop; arrow keys, Home and End move inside it.
 */
export function pieceList(pieces: readonly Piece[], palette: Palette): readonly HTMLElement[] {
  const detail = h('div', { class: 'detail' });
  const options = pieces.map((piece, index) => option(piece, index === 0, palette));
  let focused: number | null = null;
  const show = (index: number | null): void => {
    const piece = index === null ? undefined : pieces[index];
    detail.replaceChildren(...(piece === undefined ? legend(pieces, palette) : shares(piece, palette)));
  };
  const focus = (index: number): void => {
    const target = options[Math.min(Math.max(index, 0), options.length - 1)];
    target?.focus();
  };
  for (const [index, element] of options.entries()) {
    element.addEventListener('mouseenter', () => show(index));
    element.addEventListener('blur', () => show(focused = null));
    element.addEventListener('focus', () => {
      focused = index;
      for (const other of options) {
        other.setAttribute('aria-selected', String(other === element));
        other.tabIndex = other === element ? 0 : -1;
      }
      show(index);
    });
    element.addEventListener('keydown', (event) => {
      const target = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: options.length - 1 }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      focus(target);
    });
  }
  const list = h('div', { 'class': 'pieces', 'role': 'listbox', 'aria-orientation': 'horizontal', 'aria-label': t('Pieces of the completion') }, ...options);
  // Only when the pointer leaves them all: between two pieces the page below must not jump.
  list.addEventListener('mouseleave', () => show(focused));
  show(null);
  return [list, detail];
}

function option(piece: Piece, first: boolean, palette: Palette): HTMLElement {
  const { colour, underline } = palette.lookOf(piece.member);
  const text = visible(piece.text).replaceAll('\n', '↵\n');
  return h('span', {
    'class': `piece colour-${colour} underline-${underline}`, 'role': 'option', 'tabindex': first ? 0 : -1, 'aria-selected': 'false', 'aria-label': pieceLabel(piece),
  }, text);
}

function legend(pieces: readonly Piece[], palette: Palette): readonly Child[] {
  const members = [...new Set(pieces.map(({ member }) => member))];
  return [
    h('ul', { 'class': 'legend', 'aria-label': t('Wanted most by') },
      ...members.map((id) => h('li', {}, swatch(palette.lookOf(id)), h('span', { class: 'name' }, memberName(id))))),
    h('p', { class: 'quiet' }, t('Point at a piece, or use the arrow keys, to see what each member thought of it.')),
  ];
}

function shares(piece: Piece, palette: Palette): readonly Child[] {
  const rows = [...piece.byMember].sort((a, b) => b.share - a.share).map(({ id, share }) => {
    const look = palette.lookOf(id);
    return h('li', {}, swatch(look), h('span', { class: 'name' }, memberName(id)), bar(share * 100, look), h('span', { class: 'percent' }, probability(share)));
  });
  return [
    h('div', { class: 'line' }, h('code', {}, quoted(piece.text)), h('span', { class: 'percent' }, t('fused {0}', probability(piece.probability)))),
    h('ul', { class: 'shares' }, ...rows),
  ];
}
