import type { WeightsReport } from '../../protocol/reports.ts';
import { memberTable } from './members.ts';
import type { Style } from './style.ts';
import { wrapped } from './table.ts';
import { plural } from './units.ts';

/** Everything a weights report says, without colour if the style has none. */
export function renderWeights(report: WeightsReport, place: string, style: Style, width: number): string {
  const head = `${style.strong(place)} ${style.faint(`· ${report.method} · ${plural(report.bytes, 'byte')} before the cursor`)}`;
  return [head, '', memberTable(report.members, style, width), '', renderReference(report, style, width)].join('\n');
}

/** Why these weights, and whose tokens the pack writes. */
export function renderReference(report: WeightsReport, style: Style, width: number): string {
  const alone = report.members.length < 2;
  return style.faint(wrapped(alone ? report.why : `${report.why} The pack writes with the tokens of ${report.reference}.`, width));
}
