import type { Failure } from '../../base/errors.ts';
import type { Translate } from '../../base/translate.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import { bar, cell, decimals, fenced, table } from './markdown.ts';
import { reasonWords } from './reportDocument.ts';

/** One text of a comparison: the fused one, or one member's own. */
export interface Contender {
  /** Member id, or null for the fused text. */
  readonly member: string | null;
  readonly outcome: { readonly kind: 'waiting' } | { readonly kind: 'done'; readonly report: CompletionReport } | { readonly kind: 'failed'; readonly failure: Failure };
}

/** The fused text and what every member would write alone, one below the other, with a summary table on top. */
export function comparisonDocument(contenders: readonly Contender[], language: string, t: Translate): string {
  const fused = contenders.flatMap(({ member, outcome }) => member === null && outcome.kind === 'done' ? [outcome.report] : [])[0];
  const nameOf = ({ member }: Contender): string => member ?? t('Fused');
  const sections = contenders.flatMap((contender) => [`## ${nameOf(contender)}`, textOf(contender, language, t)]);
  return [
    `# ${t('Members side by side')}`,
    table([t('Text of'), t('Weight'), t('Bits per byte'), t('Time (ms)'), t('First line')], contenders.map((contender) => {
      const of = fused?.members.find(({ id }) => id === contender.member);
      const report = contender.outcome.kind === 'done' ? contender.outcome.report : null;
      return [
        cell(nameOf(contender)), of === undefined ? '–' : bar(of.weight), decimals(of?.bitsPerByte ?? null, 3),
        decimals(report?.timing.totalMs ?? null, 0), report === null ? '…' : cell(report.text.trimStart().split('\n', 1)[0] ?? ''),
      ];
    })),
    ...(fused === undefined ? [] : [fused.why]),
    ...sections,
  ].join('\n\n').concat('\n');
}

function textOf({ outcome }: Contender, language: string, t: Translate): string {
  switch (outcome.kind) {
    case 'waiting': return t('Writing…');
    case 'failed': return `${outcome.failure.message} ${outcome.failure.fix}`.trim();
    case 'done': return outcome.report.reason === null ? fenced(outcome.report.text, language) : t('No text: {0}.', reasonWords(outcome.report.reason, t));
  }
}
