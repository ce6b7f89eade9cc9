import type { Cell, Report, Section } from '../report/report.ts';
import { bootstrap, type Resampling } from '../statistics/bootstrap.ts';
import { bestInHindsight, difference, differenceInPercent, hindsightOf, meanOf, ofMember, ofPolicy, ofTopByPrompt, perByte, worseIn, type Strata } from './tally.ts';

/** A context counts as made worse from here on, bits per byte. */
const margin = 0.02;

const mix = 'all';

/** Domains by name, and all of them together. */
function groupsOf(strata: Strata): readonly { readonly name: string; readonly strata: Strata }[] {
  const single = strata.map((contexts) => ({ name: contexts[0]?.domain ?? '', strata: [contexts] }));
  return strata.length > 1 ? [...single, { name: mix, strata }] : single;
}

const membersOf = (strata: Strata): readonly string[] => strata[0]?.[0]?.result.members.map(({ id }) => id) ?? [];

/** Bits per byte of held-out continuations: each variant against every member, the best of them in hindsight, and the one picked by prompt. */
export function bitsReport(variants: readonly string[], exactTo: number | null): (strata: Strata, resampling: Resampling) => Report {
  return (strata, resampling) => ({
    title: 'Bits per byte',
    sections: [
      membersSection(strata, variants),
      ...variants.map((name, policy) => comparison(name, policy, strata, resampling)),
      ...variants.map((name, policy) => weightsSection(name, policy, strata)),
      precisionSection(variants, exactTo, strata),
    ],
  });
}

function membersSection(strata: Strata, variants: readonly string[]): Section {
  const ids = membersOf(strata);
  return {
    title: 'Bits per byte by domain',
    text: ['Bits per byte of the true continuation, read byte by byte: the same bytes for all.'],
    table: {
      columns: ['domain', 'contexts', ...ids, 'picked by prompt', ...variants],
      digits: 4,
      rows: groupsOf(strata).map(({ name, strata: some }): Cell[] => [
        name, some.flat().length, ...ids.map((_, k) => perByte(some, ofMember(k))), perByte(some, ofTopByPrompt), ...variants.map((_, policy) => perByte(some, ofPolicy(policy))),
      ]),
    },
    chart: null,
  };
}

function comparison(name: string, policy: number, strata: Strata, resampling: Resampling): Section {
  const hindsight = hindsightOf(strata);
  const fused = ofPolicy(policy);
  const ids = membersOf(strata);
  const rows = groupsOf(strata).map((group) => ({
    name: group.name,
    best: group.name === mix ? 'per domain' : (ids[bestInHindsight(group.strata.flat())] ?? ''),
    percent: bootstrap(group.strata, differenceInPercent(fused, hindsight), resampling),
    absolute: bootstrap(group.strata, difference(fused, hindsight), resampling),
    worse: worseIn(group.strata, fused, hindsight, margin),
    againstTop: bootstrap(group.strata, difference(fused, ofTopByPrompt), resampling),
    betterThanTop: 100 - worseIn(group.strata, fused, ofTopByPrompt, 0),
  }));
  return {
    title: `Fused, ${name}, against one member`,
    text: [`Below zero is better. The best single member is chosen with hindsight for each domain. Worse: contexts in which the pack needs more than ${margin} bits per byte more than it. Intervals: 95 %, paired.`],
    table: {
      columns: ['domain', 'best single', 'difference, %', 'difference, bits/byte', 'worse, %', 'against picked by prompt', 'better than it, %'],
      digits: 3,
      rows: rows.map((row) => [row.name, row.best, row.percent, row.absolute, row.worse, row.againstTop, row.betterThanTop]),
    },
    chart: { kind: 'bars', title: `Fused, ${name}: bits per byte against the best single member`, unit: '%', bars: rows.map((row) => ({ label: row.name, interval: row.percent })) },
  };
}

function weightsSection(name: string, policy: number, strata: Strata): Section {
  return {
    title: `Mean weights, ${name}`,
    text: [],
    table: {
      columns: ['domain', ...membersOf(strata)],
      digits: 3,
      rows: groupsOf(strata).map((group): Cell[] => [group.name, ...membersOf(strata).map((_, k) => meanOf(group.strata.flat(), policy, ({ weights }) => weights[k] ?? 0))]),
    },
    chart: null,
  };
}

/** δ, forwards, and how often the likeliest byte differs from that of the variant `exactTo`. */
function precisionSection(variants: readonly string[], exactTo: number | null, strata: Strata): Section {
  const all = strata.flat();
  const share = (policy: number): Cell => {
    if (exactTo === null || exactTo === policy) return null;
    const pairs = all.flatMap(({ result }) => (result.policies[policy]?.decisions ?? []).map((decision, at) => decision === result.policies[exactTo]?.decisions[at]));
    return (100 * pairs.filter((same) => !same).length) / pairs.length;
  };
  return {
    title: 'Precision and cost',
    text: ['δ bounds how far the probability of any byte may be from the exact one: means over the contexts of its median, 95th percentile and maximum, and the share of bytes with δ ≤ 0.001. Forwards: positions that were asked about one by one, all bytes read, without drafts.'],
    table: {
      columns: ['variant', 'δ median', 'δ p95', 'δ max', 'bytes with δ ≤ 0.001, %', 'other decisions than exact, %', ...membersOf(strata).map((id) => `forwards per byte, ${id}`)],
      digits: 4,
      rows: variants.map((name, policy): Cell[] => [
        name,
        ...(['median', 'p95', 'max'] as const).map((figure) => meanOf(all, policy, ({ delta }) => delta?.[figure] ?? NaN)),
        100 * meanOf(all, policy, ({ delta }) => delta?.within ?? NaN),
        share(policy),
        ...membersOf(strata).map((_, k) => all.reduce((sum, { result }) => sum + (result.policies[policy]?.forwards[k] ?? 0), 0) / all.reduce((sum, { result }) => sum + result.bytes, 0)),
      ]),
    },
    chart: null,
  };
}
