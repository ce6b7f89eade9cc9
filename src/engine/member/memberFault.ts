/** A member failed by itself: its model threw, or computed numbers that are not finite. The rest of the pack can go on without it. */
export class MemberFault extends Error {
  override readonly name = 'MemberFault';
  readonly member: string;

  constructor(member: string, cause: unknown) {
    super(`member ${member} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.member = member;
  }
}
