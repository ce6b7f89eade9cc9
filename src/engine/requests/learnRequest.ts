import { wholeCodePoints } from '../../fusion/bytes.ts';
import { learn } from '../../fusion/weights/learntPrior.ts';
import { chunksOf } from '../../fusion/weights/chunks.ts';
import { readContinuation } from '../../fusion/weights/readContinuation.ts';
import type { LearnRequest } from '../../protocol/requests.ts';
import { participantsOf, without, type Participants, type Services } from './fitting.ts';
import type { PackMember } from '../member/packMember.ts';
import { kindOf } from './promptKind.ts';

/** Text at most, in bytes: what follows is left out. Fits behind any member's prompt. */
const longestText = 512;

/**
 * Scores an accepted text with every member as the continuation of its prompt, and moves what is known about the members in this language accordingly.
 * A member that fails learns nothing; the others do.
 */
export async function learnRequest(members: readonly PackMember[], request: LearnRequest, services: Services, signal: AbortSignal): Promise<null> {
  const whole = Buffer.from(request.text, 'utf8').subarray(0, longestText);
  const text = whole.subarray(0, wholeCodePoints(whole));
  if (text.length > 0 && members.length > 1) await learnWith(participantsOf(members, request), text, request, services, signal);
  return null;
}

async function learnWith(participants: Participants, text: Uint8Array, request: LearnRequest, services: Services, signal: AbortSignal): Promise<void> {
  const { prompts } = participants;
  const { language, learning } = request;
  try {
    const read = await Promise.all(prompts.map((prompt) => readContinuation(prompt, text, signal)));
    signal.throwIfAborted();
    const kind = kindOf(prompts);
    const learnt = learn(await services.learnt.find(language, kind), prompts.map(({ member }) => member.id), chunksOf(read), learning);
    if (learnt !== null) await services.learnt.keep(language, kind, learnt);
  } catch (thrown) {
    await learnWith(without(participants, thrown, services.logger), text, request, services, signal);
  }
}
