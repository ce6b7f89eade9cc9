import type { MeasuredPack, MeasureReport } from '../../protocol/measure.ts';

/** One measured context. */
export interface Measured {
  readonly domain: string;
  readonly result: MeasureReport;
}

/** Measured contexts by domain, in the order of the domains. */
export type Strata = readonly (readonly Measured[])[];

/** A context's bits under something; contexts without figures must have been left out before. */
export type Bits = (one: Measured) => number;

export const ofMember = (member: number): Bits => ({ result }) => result.members[member]?.bits ?? NaN;
export const ofPolicy = (policy: number): Bits => ({ result }) => result.policies[policy]?.bits ?? NaN;

/** The member that read the text before the cursor in the fewest bits per byte. */
function topByPrompt({ result: { members } }: Measured): number {
  const losses = members.map(({ bitsPerByte }) => bitsPerByte ?? Infinity);
  return losses.indexOf(Math.min(...losses));
}

export const ofTopByPrompt: Bits = (one) => ofMember(topByPrompt(one))(one);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Bits per byte over all contexts, each byte counting the same. */
export function perByte(strata: Strata, bits: Bits): number {
  const all = strata.flat();
  return sum(all.map(bits)) / sum(all.map(({ result }) => result.bytes));
}

/** The member with the fewest bits over these contexts, known only afterwards. */
export function bestInHindsight(contexts: readonly Measured[]): number {
  const totals = (contexts[0]?.result.members ?? []).map((_, member) => sum(contexts.map(ofMember(member))));
  return totals.indexOf(Math.min(...totals));
}

/** By how much `bits` differs from `other`, bits per byte. */
export const difference = (bits: Bits, other: Bits) => (strata: Strata): number => perByte(strata, bits) - perByte(strata, other);

/** The same as a share of `other`, percent. */
export const differenceInPercent = (bits: Bits, other: Bits) => (strata: Strata): number => 100 * (perByte(strata, bits) / perByte(strata, other) - 1);

/** Share of the contexts in which `bits` is above `other` by more than `margin` bits per byte, percent. */
export function worseIn(strata: Strata, bits: Bits, other: Bits, margin: number): number {
  const all = strata.flat();
  return (100 * all.filter((one) => (bits(one) - other(one)) / one.result.bytes > margin).length) / all.length;
}

/** Each context against the best single member of its domain in hindsight. */
export function hindsightOf(strata: Strata): Bits {
  const best = new Map(strata.map((contexts) => [contexts[0]?.domain ?? '', bestInHindsight(contexts)]));
  return (one) => ofMember(best.get(one.domain) ?? 0)(one);
}

/** Mean of a figure of one policy over contexts. */
export function meanOf(contexts: readonly Measured[], policy: number, figure: (pack: MeasuredPack) => number): number {
  return sum(contexts.map(({ result }) => (result.policies[policy] === undefined ? NaN : figure(result.policies[policy])))) / contexts.length;
}
