import { h, type Child } from '../dom.ts';
import { pieceLabel, quoted, type Piece } from '../model/completionView.ts';
import { probability, visible } from '../model/format.ts';
import { memberName } from '../model/memberName.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { bar, swatch } from './bars.ts';
import { rove } from './rovingList.ts';

/**
 * The completion's pieces, each in the look of the member that wanted it most, and below them every member's probability of the
 * piece under the pointer or the focus.
 */
export function pieceList(pieces: readonly Piece[], palette: Palette): readonly HTMLElement[] {
  const detail = h('div', { class: 'detail' });
  const options = pieces.map((piece, index) => option(piece, index, palette));
  const list = h('div', { 'class': 'pieces', 'role': 'listbox', 'aria-orientation': 'horizontal', 'aria-label': t('Pieces of the completion') }, ...options);
  rove(list, options, (index) => {
    const piece = index === null ? undefined : pieces[index];
    detail.replaceChildren(...(piece === undefined ? legend(pieces, palette) : shares(piece, palette)));
  });
  return [list, detail];
}

function option(piece: Piece, place: number, palette: Palette): HTMLElement {
  const { colour, underline } = palette.lookOf(piece.member);
  const text = visible(piece.text).replaceAll('\n', '↵\n');
  return h('span', {
    'class': `piece colour-${colour} underline-${underline}`, 'role': 'option', 'data-key': `piece ${place}`, 'tabindex': place === 0 ? 0 : -1, 'aria-selected': 'false', 'aria-label': pieceLabel(piece),
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
