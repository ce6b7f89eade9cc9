import type { CompletionReport, MemberReport } from '../../protocol/reports.ts';
import { excerpt } from './excerpt.ts';
import { heading } from './heading.ts';
import { memberTable } from './members.ts';
import type { Style } from './style.ts';
import { count, milliseconds, plural } from './units.ts';
import { renderReference } from './weights.ts';

const stops: Readonly<Record<CompletionReport['stop'], string>> = {
  'line-end': 'stopped at the end of the line',
  'block-end': 'stopped at the end of the block',
  'end-token': 'the pack had no more to say',
  length: 'stopped at the longest length',
  deadline: 'stopped at the deadline',
  repetition: 'stopped because it began to repeat itself',
  cancelled: 'cancelled',
  none: 'nothing was generated',
};

/** Why there is no text, to be read after a colon. */
export const reasons: Readonly<Record<NonNullable<CompletionReport['reason']>, string>> = {
  cancelled: 'it was cancelled',
  deadline: 'the deadline passed before the first text (a longer one: --deadline 10000)',
  'end-of-text': 'the pack thinks that the text ends here',
  'engine-unavailable': 'the model engine is not available',
  excluded: 'this file is excluded from completion',
  filtered: 'what the pack wrote only repeats itself or what is there already',
  'no-members': 'no model of the pack is for this language',
  'nothing-to-add': 'the pack has nothing to add here',
  saving: 'only earlier suggestions are repeated for now',
  'switched-off': 'completion is switched off here',
  unsure: 'the pack was not sure enough of it to show it unasked',
};

/** A completion where it would go, who wrote what, and what it cost. */
export function renderCompletion(report: CompletionReport, place: string, before: string, style: Style, width: number): string {
  const ids = report.members.map((member) => member.id);
  const head = heading(place, `${report.method} · weights from the last ${plural(report.bytes, 'byte')}`, style, width);
  return [head, '', excerpt(before, report.pieces, ids, style), '', memberTable(report.members, style, width), '', renderCost(report, style, width)].join('\n');
}

/** What a member computed in the request. */
function work({ id, forwards, tokensEvaluated, tokensAccepted = 0 }: MemberReport): string {
  const inForwards = forwards === undefined || forwards === 0 ? '' : ` in ${plural(forwards, 'forward')}`;
  return `${id}: ${plural(tokensEvaluated, 'token')} evaluated${inForwards}${tokensAccepted > 0 ? `, ${count(tokensAccepted)} accepted from drafts` : ''}`;
}

/** Why these weights, what it cost and why it stopped. */
export function renderCost(report: CompletionReport, style: Style, width: number): string {
  const { timing } = report;
  const first = timing.firstPieceMs === null ? [] : [`first text ${milliseconds(timing.firstPieceMs)}`];
  const outcome = report.reason === null ? stops[report.stop] : style.warning(`no text: ${reasons[report.reason]}`);
  const cost = [`prompt ${milliseconds(timing.promptMs)}`, `weights ${milliseconds(timing.weightsMs)}`, ...first, `total ${milliseconds(timing.totalMs)}`];
  const sampled = report.sampling === undefined ? [] : [style.faint(`sampled at temperature ${report.sampling.temperature} with seed ${report.sampling.seed}`)];
  return [renderReference(report, style, width), ...sampled, ...report.members.filter(({ tokensEvaluated }) => tokensEvaluated > 0).map((member) => style.faint(work(member))), style.faint(`${cost.join(' · ')} · `) + (report.reason === null ? style.faint(outcome) : outcome)].join('\n');
}
