import { maximumPieces, type SidebarState } from '../protocol/sidebarMessages.ts';
import type { DocumentReport } from './sources.ts';

type Weights = NonNullable<SidebarState['weights']>;
type Completion = NonNullable<SidebarState['completion']>;
type HistoryEntry = SidebarState['history'][number];

/** As much of a text as a message holds. */
const short = (text: string): string => text.slice(0, 2000);

/** Weights of a report, or null when the request ended before there were any. */
export function weightsOf({ report, document, at }: DocumentReport): Weights | null {
  if (report.members.length === 0) return null;
  const { method, reference, bytes, why, members } = report;
  return {
    document: short(document), at, method, reference: short(reference), bytes, why: short(why),
    members: members.map(({ id, weight, bitsPerByte, tokens, tokensEvaluated, ms, seesSuffix }) =>
      ({ id, weight, bitsPerByte, tokens, tokensEvaluated, ms, seesSuffix })),
  };
}

export function completionOf({ report, document, at }: DocumentReport): Completion {
  const { source, reason, stop, pieces, timing } = report;
  return {
    document: short(document), at, source, reason, stop, timing,
    pieces: pieces.slice(0, maximumPieces).map(({ text, member, probability, byMember }) => ({
      text: short(text), member: short(member), probability, byMember: Object.entries(byMember).map(([id, share]) => ({ id, share })),
    })),
    truncated: pieces.length > maximumPieces,
  };
}

export function historyEntryOf({ document, at, members }: Weights): HistoryEntry {
  return { document, at, weights: members.map(({ id, weight }) => ({ id, share: weight })) };
}
