import { cellText, type Report, type Table } from './report.ts';

/** Markdown in which a chart is a picture named by `pictureOf` from its section's index. */
export function markdownOf(report: Report, facts: Readonly<Record<string, string>>, pictureOf: (section: number) => string): string {
  const sections = report.sections.flatMap(({ title, text, table, chart }, index) => [
    `## ${title}`,
    ...text,
    ...(table === null ? [] : [tableOf(table)]),
    ...(chart === null ? [] : [`![${chart.title}](${pictureOf(index)})`]),
  ]);
  const known = Object.entries(facts).map(([name, value]) => `- ${name}: ${value}`).join('\n');
  return `${[`# ${report.title}`, known, ...sections].join('\n\n')}\n`;
}

function tableOf({ columns, rows, digits }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns),
    line(columns.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(row.map((cell) => cellText(cell, digits)))),
  ].join('\n');
}
