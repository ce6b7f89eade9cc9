/** Numbers as people read them in a terminal. */

export function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`;
}

export function milliseconds(ms: number): string {
  return ms < 9_950 ? `${count(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 100 ? 1 : 0)} ${units[unit] ?? ''}`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `1 token`, `2 tokens`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Perplexity: two decimals while they matter; large ones as a power of ten. */
export function perplexity(value: number | null): string {
  if (value === null) return '–';
  if (value >= 1e6) return value.toExponential(1);
  return value < 100 ? value.toFixed(2) : count(value);
}

export function bitsPerByte(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
