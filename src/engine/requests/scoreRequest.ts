import type { MemberFit } from '../../fusion/weights/weighting.ts';
import type { ScoreReport } from '../../protocol/reports.ts';
import { fitFigures, type Services } from './fitting.ts';
import { MemberFault } from '../member/memberFault.ts';
import type { PackMember } from '../member/packMember.ts';
import { Usage } from './usage.ts';

/** How well each member predicts a whole text, all members at once. A member that fails reports no figures. */
export async function scoreRequest(members: readonly PackMember[], text: string, services: Services, signal: AbortSignal): Promise<ScoreReport> {
  const bytes = Buffer.from(text, 'utf8');
  const usage = new Usage(members);
  const fits = await Promise.all(members.map(async (member): Promise<MemberFit> => {
    try {
      return await scoreText(member, bytes, signal);
    } catch (thrown) {
      if (!(thrown instanceof MemberFault)) throw thrown;
      services.logger.warn(thrown.message);
      return { nats: 0, tokens: 0, bytes: 0 };
    }
  }));
  return {
    bytes: bytes.length,
    members: members.map(({ backend }, k) => ({ id: backend.id, ...fitFigures(fits[k] ?? { nats: 0, tokens: 0, bytes: 0 }), ...usage.of(backend.id) })),
  };
}

/**
 * Scores a text of any length through windows that overlap by half, so that every token but the first window's is predicted from at least
 * half a window before it. Without a BOS the very first token has nothing before it and is not scored.
 */
async function scoreText({ backend, window }: PackMember, text: Uint8Array, signal: AbortSignal): Promise<MemberFit> {
  const { bos, bytes, dummyPrefixSpace } = backend.vocabulary;
  const head = bos === null ? [] : [bos];
  const tokens = backend.tokenize(text);
  const room = Math.max(2, window - head.length - 1);
  let nats = 0;
  let done = head.length === 0 ? 1 : 0;
  const first = done;
  while (done < tokens.length) {
    const from = Math.max(0, done - Math.floor(room / 2));
    const end = Math.min(tokens.length, from + room);
    const path = Int32Array.of(...head, ...tokens.subarray(from, end));
    const scores = await backend.score(path, head.length + done - from, signal);
    nats -= scores.reduce((sum, score) => sum + score, 0);
    done = end;
  }
  const scored = tokens.subarray(first);
  const scoredBytes = scored.reduce((sum, id) => sum + (bytes[id]?.length ?? 0), 0) - (dummyPrefixSpace && first === 0 ? 1 : 0);
  return { nats, tokens: scored.length, bytes: Math.max(0, scoredBytes) };
}
