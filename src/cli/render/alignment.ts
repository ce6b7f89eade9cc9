import type { AlignmentReport } from '../../protocol/reports.ts';
import { bar } from './bar.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';
import { count, milliseconds, percent, plural } from './units.ts';

const longestToken = 28;

/** How the tokens of one vocabulary find partners in another, with the worst matches. */
export function renderAlignment(report: AlignmentReport, style: Style): string {
  const parts: readonly (readonly [string, number, (text: string) => string])[] = [
    ['the same token', report.exact, style.good],
    ...(report.alignment === 'paper' ? [['same but for the word-start mark', report.marker, style.good] as const] : []),
    ['nearest by edit distance', report.nearest, style.warning],
  ];
  const rows = parts.map(([name, tokens, paint]) => {
    const share = report.tokens === 0 ? 0 : tokens / report.tokens;
    return [name, paint(bar(share, 20).padEnd(20)), percent(share), count(tokens)];
  });
  const columns = [{ title: '', align: 'left' }, { title: '', align: 'left' }, { title: '', align: 'right' }, { title: '', align: 'right' }] as const;
  const made = report.cached ? 'from the cache' : `in ${milliseconds(report.ms)}`;
  return [
    `${style.strong(`${report.from} → ${report.to}`)} ${style.faint(`· ${report.alignment} · ${plural(report.tokens, 'token')} · ${made}`)}`,
    '',
    table(columns, rows, style.faint),
    ...renderExamples(report, style),
  ].join('\n');
}

function renderExamples(report: AlignmentReport, style: Style): readonly string[] {
  if (report.examples.length === 0) return [];
  const columns = [{ title: 'worst matches', align: 'left' }, { title: '', align: 'left' }, { title: 'becomes', align: 'left' }, { title: 'edits', align: 'right' }] as const;
  const rows = report.examples.map(({ token, match, distance }) => [visible(token), style.faint('→'), visible(match), count(distance)]);
  return ['', table(columns, rows, style.faint)];
}

/** A token's text on one line, blanks made visible, shortened. */
export function visible(token: string): string {
  const characters = Array.from(JSON.stringify(token).slice(1, -1).replaceAll('\\"', '"').replaceAll(' ', '␣'));
  return characters.length > longestToken ? `${characters.slice(0, longestToken - 1).join('')}…` : characters.join('');
}
