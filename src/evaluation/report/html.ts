import { chartSvg } from './charts.ts';
import { escaped } from './escaped.ts';
import { cellText, type Report, type Section } from './report.ts';

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
table{border-collapse:collapse;margin:1rem 0}th,td{padding:.2rem .7rem;border-bottom:1px solid #ddd;text-align:right;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}dt{font-weight:600}dd{margin:0 0 .3rem 1rem}svg{max-width:100%;height:auto}`;

/** One HTML page that needs nothing else. */
export function htmlOf(report: Report, facts: Readonly<Record<string, string>>): string {
  const known = Object.entries(facts).map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(report.title)}</title><style>${style}</style>
<h1>${escaped(report.title)}</h1><dl>${known}</dl>
${report.sections.map(sectionHtml).join('\n')}
</html>
`;
}

function sectionHtml({ title, text, table, chart }: Section): string {
  const cells = (name: 'th' | 'td', row: readonly string[]): string => `<tr>${row.map((cell) => `<${name}>${escaped(cell)}</${name}>`).join('')}</tr>`;
  return [
    `<h2>${escaped(title)}</h2>`,
    ...text.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    table === null ? '' : `<table>${cells('th', table.columns)}${table.rows.map((row) => cells('td', row.map((cell) => cellText(cell, table.digits)))).join('')}</table>`,
    chart === null ? '' : chartSvg(chart),
  ].join('\n');
}
