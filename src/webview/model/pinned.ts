interface Share {
  readonly id: string;
  readonly share: number;
}

/**
 * The shares once one member is moved to `share`: the others keep their proportions and fill the rest, or divide it evenly where they had nothing.
 * A member alone keeps all.
 */
export function moved(shares: readonly Share[], id: string, share: number): readonly Share[] {
  const others = shares.filter((one) => one.id !== id);
  if (others.length === 0) return shares.map((one) => ({ ...one, share: 1 }));
  const held = others.reduce((sum, one) => sum + one.share, 0);
  return shares.map((one) => {
    if (one.id === id) return { id, share };
    return { id: one.id, share: held > 0 ? (one.share * (1 - share)) / held : (1 - share) / others.length };
  });
}
