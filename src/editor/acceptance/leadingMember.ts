import type { CompletionReport } from '../../protocol/reports.ts';

/** Id of the member with the largest weight; `none` where nobody took part. */
export function leadingMember({ members }: Pick<CompletionReport, 'members'>): string {
  return members.reduce((best, member) => member.weight > best.weight ? member : best, { id: 'none', weight: 0 }).id;
}
