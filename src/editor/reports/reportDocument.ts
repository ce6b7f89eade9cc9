import type { Translate } from '../../base/translate.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import { bar, cell, decimals, fenced, inlineCode, table } from '../documents/markdown.ts';

/** The whole of one completion as a Markdown document: what was suggested, who wanted it and why, and what it cost. */
export function reportDocument(report: CompletionReport, language: string, t: Translate): string {
  return [
    `# ${t('Completion report')}`,
    report.reason === null ? fenced(report.text, language) : t('No text: {0}.', reasonWords(report.reason, t)),
    table([t('Source'), t('Stopped by'), t('Method'), t('Reference member'), t('Fitted to')],
      [[report.source, report.stop, report.method, report.reference === '' ? '–' : cell(report.reference), t('{0} bytes', report.bytes)]]),
    ...(report.members.length === 0 ? [] : [`## ${t('Weights')}`, weightsTable(report, t), cell(report.why)]),
    ...(report.pieces.length === 0 ? [] : [`## ${t('Pieces')}`, piecesTable(report, report.pieces, t)]),
    ...(report.withheld === undefined ? [] : [`## ${t('Not shown')}`, t('The pack was not sure enough of what comes next to show it unasked.'), piecesTable(report, report.withheld, t)]),
    `## ${t('Timing')}`,
    timingTable(report, t),
    ...report.members.filter(({ tokensEvaluated }) => tokensEvaluated > 0).map(({ id, forwards = 0, tokensEvaluated, tokensAccepted = 0 }) =>
      t('{0}: {1} tokens evaluated in {2} forwards, {3} accepted from drafts.', cell(id), tokensEvaluated, forwards, tokensAccepted)),
  ].join('\n\n').concat('\n');
}

export function reasonWords(reason: NonNullable<CompletionReport['reason']>, t: Translate): string {
  switch (reason) {
    case 'cancelled': return t('the request was cancelled');
    case 'deadline': return t('the time was up before the first piece of text');
    case 'end-of-text': return t('the pack wants to end the text here');
    case 'engine-unavailable': return t('the model engine is not ready');
    case 'excluded': return t('this document is excluded');
    case 'filtered': return t('what the pack wrote only repeats itself or what is there already');
    case 'no-members': return t('no model of the pack is for this language');
    case 'nothing-to-add': return t('there is nothing to add');
    case 'saving': return t('the pack only repeats earlier suggestions for now, to save time or power');
    case 'switched-off': return t('suggestions are switched off');
    case 'unsure': return t('the pack was not sure enough of it to show it unasked');
  }
}

function weightsTable({ members }: CompletionReport, t: Translate): string {
  return table(
    [t('Member'), t('Weight'), t('Bits per byte'), t('Perplexity'), t('Tokens'), t('Evaluated'), t('Time (ms)'), t('Sees the text after the cursor')],
    [...members].sort((a, b) => b.weight - a.weight).map((member) => [
      cell(member.id), bar(member.weight), decimals(member.bitsPerByte, 3), decimals(member.perplexity, 2), String(member.tokens),
      String(member.tokensEvaluated), member.ms.toFixed(0), member.seesSuffix ? t('yes') : t('no'),
    ]),
  );
}

function piecesTable({ members }: CompletionReport, pieces: CompletionReport['pieces'], t: Translate): string {
  const ids = members.map(({ id }) => id);
  return table(
    [t('Piece'), t('Wanted most by'), t('Fused'), ...ids.map(cell)],
    pieces.map((piece) => [
      inlineCode(piece.text), cell(piece.member), decimals(piece.probability, 3), ...ids.map((id) => decimals(piece.byMember[id] ?? null, 3)),
    ]),
  );
}

function timingTable({ timing }: CompletionReport, t: Translate): string {
  const rows: readonly (readonly [string, number | null])[] = [
    [t('Waiting'), timing.queueMs], [t('Reading the prompt'), timing.promptMs], [t('Choosing the weights'), timing.weightsMs],
    [t('First piece after'), timing.firstPieceMs], [t('In all'), timing.totalMs],
  ];
  return table([t('Step'), t('Time (ms)')], rows.map(([step, ms]) => [step, decimals(ms, 0)]));
}
