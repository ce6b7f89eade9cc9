import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chartSvg } from './charts.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';
import type { Report } from './report.ts';

/** Writes `report.md` with its pictures, `report.html`, and `report.json` to a folder. `facts` say what was measured, and how. */
export async function writeReport(folder: string, report: Report, facts: Readonly<Record<string, string>>): Promise<void> {
  const pictureOf = (section: number): string => `chart-${section + 1}.svg`;
  const charts = report.sections.flatMap(({ chart }, index) => (chart === null ? [] : [{ file: pictureOf(index), svg: chartSvg(chart) }]));
  await Promise.all([
    writeFile(join(folder, 'report.md'), markdownOf(report, facts, pictureOf)),
    writeFile(join(folder, 'report.html'), htmlOf(report, facts)),
    writeFile(join(folder, 'report.json'), `${JSON.stringify({ facts, ...report }, null, 2)}\n`),
    ...charts.map(({ file, svg }) => writeFile(join(folder, file), svg)),
  ]);
}
