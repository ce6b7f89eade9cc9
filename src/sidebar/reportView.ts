import { maximumMembers, maximumPieces, type SidebarState } from '../protocol/sidebarMessages.ts';
import type { DocumentReport } from './sources.ts';

type Weights = NonNullable<SidebarState['weights']>;
type Completion = NonNullable<SidebarState['completion']>;
type HistoryEntry = SidebarState['history'][number];

/** As much of a text as a message holds. */
export const short = (text: string): string => text.slice(0, 2000);

/** Weights of a report, or null when the request ended before there were any: its time may be up while the text before the cursor is still being read. */
export function weightsOf({ report, document, at }: DocumentReport): Weights | null {
  if (report.members.length === 0 || (report.stop === 'deadline' && report.bytes === 0)) return null;
  const { method, reference, bytes, why, members } = report;
  return {
    document: short(document), at, method, reference: short(reference), bytes, why: short(why),
    members: members.map(({ id, weight, weightError = null, bitsPerByte, tokens, tokensEvaluated, ms, seesSuffix }) =>
      ({ id, weight, weightError, bitsPerByte, tokens, tokensEvaluated, ms, seesSuffix })),
  };
}

export function completionOf({ report, document, at }: DocumentReport): Completion {
  const { source, reason, stop, pieces, timing, degraded, alternatives = [] } = report;
  return {
    document: short(document), at, source, reason, stop, timing,
    degraded: degraded === undefined ? null : { level: degraded.level, why: short(degraded.why) },
    alternatives: alternatives.slice(0, maximumMembers).map(({ member, text }) => ({ member: short(member), text: short(text) })),
    evaluated: report.members.reduce((sum, { tokensEvaluated }) => sum + tokensEvaluated, 0),
    reused: report.members.reduce((sum, { tokens, tokensEvaluated }) => sum + Math.max(0, tokens - tokensEvaluated), 0),
    pieces: pieces.slice(0, maximumPieces).map(({ text, member, probability, byMember }) => ({
      text: short(text), member: short(member), probability, byMember: Object.entries(byMember).map(([id, share]) => ({ id, share })),
    })),
    truncated: pieces.length > maximumPieces,
  };
}

export function pinnedOf(shares: Readonly<Record<string, number>> | null): SidebarState['pinned'] {
  if (shares === null) return null;
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  return Object.entries(shares).slice(0, maximumMembers).map(([id, share]) => ({ id: id.slice(0, 200), share: total > 0 ? share / total : 0 }));
}

export function historyEntryOf({ document, at, members }: Weights): HistoryEntry {
  return { document, at, weights: members.map(({ id, weight }) => ({ id, share: weight })) };
}
