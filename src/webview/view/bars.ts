import { svg } from '../dom.ts';
import type { Phase } from '../model/completionView.ts';
import type { Look } from '../model/palette.ts';

/** A horizontal bar, `percent` of its width filled, with the span that the true value lies in marked on it. */
export function bar(percent: number, { colour }: Look, error = 0): SVGSVGElement {
  const from = Math.max(0, percent - error);
  const until = Math.min(100, percent + error);
  return svg('svg', { 'class': 'bar', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', width: '100%', height: '100%', rx: 2 }),
    svg('rect', { class: `fill-${colour}`, width: `${percent}%`, height: '100%', rx: 2 }),
    ...(until - from < 1 ? [] : [svg('rect', { class: 'whisker', x: `${from}%`, y: '33%', width: `${until - from}%`, height: '34%' })]));
}

/** A member's colour and underline, as they mark its text. */
export function swatch({ colour, underline }: Look): SVGSVGElement {
  const dashes = ['', '5 2', '1.5 1.5', '', '3 2 1 2'][underline] ?? '';
  const lines = underline === 3 ? [11, 13.5] : [12.5];
  return svg('svg', { 'class': 'swatch', 'width': 12, 'height': 14, 'viewBox': '0 0 12 14', 'aria-hidden': 'true' },
    svg('rect', { class: `fill-${colour}`, width: 12, height: 9, rx: 2 }),
    ...lines.map((y) => svg('line', { 'class': `stroke-${colour}`, 'x1': 0, 'x2': 12, 'y1': y, 'y2': y, 'stroke-width': lines.length > 1 ? 1 : 2, 'stroke-dasharray': dashes })));
}

/** Phases one after the other in one bar. */
export function strip(phases: readonly Pick<Phase, 'look' | 'length'>[]): SVGSVGElement {
  const total = phases.reduce((sum, { length }) => sum + length, 0);
  const picture = svg('svg', { 'class': 'strip', 'aria-hidden': 'true' });
  let at = 0;
  for (const { look, length } of phases) {
    const percent = total > 0 ? length * 100 / total : 0;
    picture.append(svg('rect', { class: `phase phase-${look}`, x: `${at}%`, width: `${percent}%`, height: '100%' }));
    at += percent;
  }
  return picture;
}

/** The mark that ties a figure to its phase in the strip. */
export function phaseMark(look: number): SVGSVGElement {
  return svg('svg', { 'viewBox': '0 0 7 7', 'aria-hidden': 'true' }, svg('rect', { class: `phase phase-${look}`, width: 7, height: 7, rx: 1.5 }));
}
