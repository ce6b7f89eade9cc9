import type { Translate } from '../../base/translate.ts';
import { markdownOf } from '../../evaluation/report/markdown.ts';
import { benchmarkSampling, type BenchmarkResult } from './benchmark.ts';

/** As a document to read. */
export function benchmarkMarkdown({ report, measured, planned, members }: BenchmarkResult, t: Translate): string {
  const facts = { [t('Lines')]: measured === planned ? String(planned) : t('{0} of {1}', measured, planned), [t('Members')]: members.join(', ') };
  return markdownOf(report, facts, () => '');
}

/** As data: figures and words, and no line of the user's. */
export function benchmarkJson({ report, measured, planned, members }: BenchmarkResult): string {
  return `${JSON.stringify({ lines: { planned, measured }, members, ...benchmarkSampling, ...report }, null, 2)}\n`;
}
