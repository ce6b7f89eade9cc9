import { failures } from '../base/errors.ts';
import { alignedBy } from '../fusion/vocabulary/alignment.ts';
import type { Vocabulary } from '../fusion/vocabulary/vocabulary.ts';
import type { AlignmentReport } from '../protocol/reports.ts';
import type { AlignRequest } from '../protocol/requests.ts';
import type { Services } from './fitting.ts';
import type { PackMember } from './packMember.ts';

/** How one member's tokens map to another's, with the worst matches as examples. Throws `bad-request` for a member that is not loaded. */
export async function alignRequest(members: readonly PackMember[], request: AlignRequest, { alignments, clock }: Services): Promise<AlignmentReport> {
  const from = vocabularyOf(members, request.from);
  const to = vocabularyOf(members, request.to);
  const started = clock.now();
  const { alignment: { map, how, distance }, cached } = await alignments.find(from, to, request.alignment);
  const count = (kinds: readonly number[]): number => how.reduce((sum, kind) => sum + (kinds.includes(kind) ? 1 : 0), 0);
  const edited = Array.from(how.keys()).filter((id) => how[id] === alignedBy.edited);
  const worst = edited.sort((a, b) => (distance[b] ?? 0) - (distance[a] ?? 0) || a - b).slice(0, request.examples);
  return {
    from: request.from,
    to: request.to,
    alignment: request.alignment,
    tokens: map.length,
    exact: count([alignedBy.exact, alignedBy.role]),
    marker: count([alignedBy.swapped]),
    nearest: edited.length,
    ms: clock.now() - started,
    cached,
    examples: worst.map((id) => ({ token: from.tokens[id] ?? '', match: to.tokens[map[id] ?? -1] ?? '', distance: distance[id] ?? 0 })),
  };
}

function vocabularyOf(members: readonly PackMember[], id: string): Vocabulary {
  const member = members.find(({ backend }) => backend.id === id);
  if (member === undefined) throw failures.badRequest(`no member of the pack is called ${id}`);
  return member.backend.vocabulary;
}
