import { t } from '../text.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago a moment was, as coarse as it is glanced at: `just now`, `20 sec. ago`, `3 min. ago`. */
export function age(at: number, now: number, language: string): string {
  const ago = Math.max(0, now - at);
  if (ago < 10 * second) return t('just now');
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' });
  if (ago < minute) return words.format(-Math.floor(ago / (10 * second)) * 10, 'second');
  if (ago < hour) return words.format(-Math.floor(ago / minute), 'minute');
  return ago < day ? words.format(-Math.floor(ago / hour), 'hour') : words.format(-Math.floor(ago / day), 'day');
}
