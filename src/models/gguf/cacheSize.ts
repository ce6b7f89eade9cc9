import type { Values } from './metadata.ts';

const largest = 2 ** 31 - 1;
/** Of a key or a value: f16. */
const elementBytes = 2;

/** Bytes that the keys and values of one token take in all layers; lists of heads per layer count as if every head had its own. */
export function cacheBytesPerToken(values: Values, architecture: string, { blocks, width }: { readonly blocks: number; readonly width: number }): number {
  const count = (name: string): number | null => values.count(`${architecture}.attention.${name}`, 0, largest);
  const heads = count('head_count') ?? 0;
  if (heads === 0) return 0;
  const headWidth = width / heads;
  return Math.ceil(blocks * (count('head_count_kv') ?? heads) * ((count('key_length') ?? headWidth) + (count('value_length') ?? headWidth)) * elementBytes);
}
