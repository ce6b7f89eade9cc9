type Weights = Readonly<Record<string, number>>;

export function equalWeights(ids: readonly string[]): Weights {
  return roundedWeights(Object.fromEntries(ids.map((id) => [id, 1 / ids.length])));
}

export function onlyMember(ids: readonly string[], only: string): Weights {
  return Object.fromEntries(ids.map((id) => [id, id === only ? 1 : 0]));
}

/** Weights as a person would write them into settings: three decimals. */
export function roundedWeights(weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([id, weight]) => [id, Math.round(weight * 1000) / 1000]));
}

/** A weight as typed, with a decimal point or comma; null when it is no finite number or below zero. */
export function parseWeight(text: string): number | null {
  const written = text.trim().replace(',', '.');
  const weight = written === '' ? Number.NaN : Number(written);
  return Number.isFinite(weight) && weight >= 0 ? weight : null;
}

/** The weights of members that there are, or null when none of them has any. */
export function knownWeights(weights: Weights, ids: readonly string[]): Weights | null {
  const known = Object.fromEntries(Object.entries(weights).filter(([id, weight]) => ids.includes(id) && Number.isFinite(weight) && weight >= 0));
  return Object.values(known).some((weight) => weight > 0) ? known : null;
}
