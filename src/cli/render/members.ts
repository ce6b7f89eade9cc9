import type { MemberReport } from '../../protocol/reports.ts';
import { bar } from './bar.ts';
import { widthOf, type Style } from './style.ts';
import { table, type Column } from './table.ts';
import { bitsPerByte, count, milliseconds, percent, perplexity } from './units.ts';

interface Figure extends Column {
  readonly cell: (member: MemberReport, index: number, style: Style) => string;
}

const name: Figure = { title: '', align: 'left', cell: (member, index, style) => `${style.badge(index)} ${member.id}` };

/** In order of importance: a narrow terminal goes without the last ones. */
const figures: readonly Figure[] = [
  { title: '', align: 'right', cell: (member) => percent(member.weight) },
  { title: 'bits/byte', align: 'right', cell: (member) => bitsPerByte(member.bitsPerByte) },
  { title: 'perplexity', align: 'right', cell: (member) => perplexity(member.perplexity) },
  { title: 'tokens', align: 'right', cell: (member) => count(member.tokens) },
  { title: 'time', align: 'right', cell: (member) => milliseconds(member.ms) },
];

const shortestBar = 6;
const longestBar = 24;
const gap = 2;

/** One line per member: weight bar, weight, bits per byte, perplexity per own token, own tokens, time. At most `width` columns where that is possible. */
export function memberTable(members: readonly MemberReport[], style: Style, width: number): string {
  const widthTaken = (figure: Figure): number =>
    gap + Math.max(widthOf(figure.title), ...members.map((member, index) => widthOf(figure.cell(member, index, style))));
  const shown = [...figures];
  const room = (): number => width - [name, ...shown].reduce((sum, figure) => sum + widthTaken(figure), 0);
  while (shown.length > 1 && room() < shortestBar) shown.pop();
  const barWidth = Math.max(shortestBar, Math.min(longestBar, room()));
  const weight: Figure = { title: 'weight', align: 'left', cell: (member, index) => style.member(index)(bar(member.weight, barWidth).padEnd(barWidth)) };
  const columns = [name, weight, ...shown];
  return table(columns, members.map((member, index) => columns.map((column) => column.cell(member, index, style))), style.faint);
}
