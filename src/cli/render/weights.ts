import type { CompletionReport, WeightsReport } from '../../protocol/reports.ts';
import { heading } from './heading.ts';
import { memberTable } from './members.ts';
import type { Style } from './style.ts';
import { wrapped } from './table.ts';
import { plural } from './units.ts';

/** Everything a weights report says, without colour if the style has none. */
export function renderWeights(report: WeightsReport, place: string, style: Style, width: number): string {
  const head = heading(place, `${report.method} · ${plural(report.bytes, 'byte')} before the cursor`, style, width);
  return [head, '', memberTable(report.members, style, width), '', renderReference(report, style, width)].join('\n');
}

/** Why these weights, and whose tokens the pack writes; a report of weights alone does not tell. */
export function renderReference(report: WeightsReport & Partial<Pick<CompletionReport, 'decoding'>>, style: Style, width: number): string {
  const tokens = report.decoding === 'tokens' && report.members.length > 1 ? ` The pack writes with the tokens of ${report.reference}.` : '';
  return style.faint(wrapped(`${report.why}${tokens}`, width));
}
