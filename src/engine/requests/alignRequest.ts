import { failures } from '../../base/errors.ts';
import { alignedBy } from '../../fusion/vocabulary/alignment.ts';
import type { Vocabulary } from '../../fusion/vocabulary/vocabulary.ts';
import type { AlignmentReport } from '../../protocol/reports.ts';
import type { AlignRequest } from '../../protocol/requests.ts';
import type { Services } from './fitting.ts';
import type { PackMember } from '../member/packMember.ts';

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
    running: request.text === undefined ? null : runningTokens(members, request, map),
    examples: worst.map((id) => ({ token: from.tokens[id] ?? '', match: to.tokens[map[id] ?? -1] ?? '', distance: distance[id] ?? 0 })),
  };
}

/** How the map treats the tokens of a real text. */
function runningTokens(members: readonly PackMember[], { from, to, text = '' }: AlignRequest, map: Int32Array): NonNullable<AlignmentReport['running']> {
  const [source, target] = [vocabularyOf(members, from), vocabularyOf(members, to)];
  const ids = members.find(({ backend }) => backend.id === from)?.backend.tokenize(Buffer.from(text, 'utf8')) ?? new Int32Array(0);
  const same = ids.filter((id) => Buffer.compare(source.bytes[id] ?? nothing, target.bytes[map[id] ?? -1] ?? nothing) === 0);
  return { tokens: ids.length, same: same.length };
}

const nothing = new Uint8Array(0);

function vocabularyOf(members: readonly PackMember[], id: string): Vocabulary {
  const member = members.find(({ backend }) => backend.id === id);
  if (member === undefined) throw failures.badRequest(`no member of the pack is called ${id}`);
  return member.backend.vocabulary;
}
