import type { MemberReport } from '../../protocol/reports.ts';
import type { RequestMember } from '../member/packMember.ts';

/** What each member has computed since this was made. */
export class Usage {
  readonly #members: ReadonlyMap<string, Pick<RequestMember, 'backend'>>;
  readonly #before: ReadonlyMap<string, RequestMember['backend']['usage']>;

  constructor(members: readonly Pick<RequestMember, 'backend'>[]) {
    this.#members = new Map(members.map((member) => [member.backend.id, member]));
    this.#before = new Map(members.map(({ backend }) => [backend.id, backend.usage]));
  }

  of(id: string): Pick<MemberReport, 'tokensEvaluated' | 'forwards' | 'ms'> {
    const now = this.#members.get(id)?.backend.usage ?? { tokens: 0, forwards: 0, ms: 0 };
    const before = this.#before.get(id) ?? { tokens: 0, forwards: 0, ms: 0 };
    return { tokensEvaluated: now.tokens - before.tokens, forwards: now.forwards - before.forwards, ms: now.ms - before.ms };
  }
}
