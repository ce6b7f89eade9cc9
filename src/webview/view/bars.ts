import { svg } from '../dom.ts';
import type { Look } from '../model/palette.ts';

/** A horizontal bar, `percent` of its width filled. */
export function bar(percent: number, { colour }: Look): SVGSVGElement {
  return svg('svg', { 'class': 'bar', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', width: '100%', height: '100%', rx: 2 }),
    svg('rect', { class: `fill-${colour}`, width: `${percent}%`, height: '100%', rx: 2 }));
}

/** A member's colour and underline, as they mark its text. */
export function swatch({ colour, underline }: Look): SVGSVGElement {
  const dashes = ['', '5 2', '1.5 1.5', '', '3 2 1 2'][underline] ?? '';
  const lines = underline === 3 ? [11, 13.5] : [12.5];
  return svg('svg', { 'class': 'swatch', 'width': 12, 'height': 14, 'viewBox': '0 0 12 14', 'aria-hidden': 'true' },
    svg('rect', { class: `fill-${colour}`, width: 12, height: 9, rx: 2 }),
    ...lines.map((y) => svg('line', { 'class': `stroke-${colour}`, 'x1': 0, 'x2': 12, 'y1': y, 'y2': y, 'stroke-width': lines.length > 1 ? 1 : 2, 'stroke-dasharray': dashes })));
}

/** Lengths one after the other in one bar; what is too short to see takes a hair's breadth. */
export function strip(lengths: readonly number[]): SVGSVGElement {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const picture = svg('svg', { 'class': 'strip', 'aria-hidden': 'true' });
  let at = 0;
  for (const [index, length] of lengths.entries()) {
    const percent = total > 0 ? length * 100 / total : 0;
    picture.append(svg('rect', { class: `phase-${index}`, x: `${at}%`, width: `${percent}%`, height: '100%' }));
    at += percent;
  }
  return picture;
}
