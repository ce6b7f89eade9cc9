import { t } from '../text.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** The moment's local time of day, 10:32:05. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

export function milliseconds(ms: number): string {
  if (ms < 1) return t('< 1 ms');
  return ms < 10_000 ? t('{0} ms', Math.round(ms)) : t('{0} s', (ms / 1000).toFixed(1));
}

export function bytes(count: number): string {
  if (count < 1e6) return t('{0} kB', Math.ceil(count / 1e3));
  return count < 1e9 ? t('{0} MB', Math.round(count / 1e6)) : t('{0} GB', (count / 1e9).toFixed(1));
}

/** A probability as a percentage; what is neither none nor all never reads 0 % or 100 %. */
export function probability(p: number): string {
  if (p > 0 && p < 0.01) return t('< 1 %');
  if (p < 1 && p > 0.99) return t('> 99 %');
  return t('{0} %', Math.round(p * 100));
}

/** Time per token, or null when nothing was computed. */
export function speed(tokens: number, ms: number): string | null {
  if (tokens === 0 || ms <= 0) return null;
  const each = ms / tokens;
  if (each < 0.05) return t('< 0.1 ms/token');
  return t('{0} ms/token', each < 10 ? each.toFixed(1) : Math.round(each).toLocaleString('en'));
}

/** A standard error of a weight, above 0, in percentage points; at least one. */
export function points(error: number): number {
  return Math.max(1, Math.round(error * 100));
}

/** The same beside the weight; nothing where that is certain. */
export function plusMinus(error: number): string {
  return error > 0 ? t('± {0}', points(error)) : '';
}

// Control characters, direction overrides and zero-width characters: everything that could hide or reorder text.
// eslint-disable-next-line no-control-regex
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** Text with every invisible character spelled out, except tabs and line ends. */
export function visible(text: string): string {
  return text.replace(/\r\n?/gu, '\n').replace(hidden, (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
