import { UsageError } from './usageError.ts';

/**
 * The member that a user means by an id, a position from 1, or a part of an id that only one member has.
 * @throws UsageError listing the ids.
 */
export function pickMember(ids: readonly string[], wanted: string): string {
  if (ids.includes(wanted)) return wanted;
  const byPosition = /^\d+$/u.test(wanted) ? ids[Number(wanted) - 1] : undefined;
  if (byPosition !== undefined) return byPosition;
  const partly = ids.filter((id) => id.toLowerCase().includes(wanted.toLowerCase()));
  const [only] = partly;
  if (only !== undefined && partly.length === 1) return only;
  const problem = partly.length > 1 ? `"${wanted}" fits several members (${partly.join(', ')})` : `There is no member "${wanted}"`;
  throw new UsageError(`${problem}. The pack has ${ids.map((id, index) => `${index + 1} ${id}`).join(', ')}.`);
}

/** Weights by member id, from weights by whatever the user wrote. */
export function pinnedWeights(ids: readonly string[], written: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(written).map(([wanted, weight]) => [pickMember(ids, wanted), weight]));
}
