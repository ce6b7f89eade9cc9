import type { FitPolicy } from '../fit.ts';
import { bitsPerByte, perplexity } from './loss.ts';
import { ascending } from './simplex.ts';
import type { MemberFit } from './weighting.ts';

/** "a, b and c" */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Who predicted the text how well, in the unit that the mode ranks by. */
function ranking(ids: readonly string[], fits: readonly MemberFit[], mode: FitPolicy['mode']): string {
  const figures = fits.map((fit) => (mode === 'bytes' ? bitsPerByte(fit) : perplexity(fit)) ?? NaN);
  const order = ascending(figures).filter((k) => Number.isFinite(figures[k]));
  const [best, ...others] = order;
  if (best === undefined || others.length === 0) return '';
  const digits = mode === 'bytes' ? 2 : 1;
  const figure = (k: number): string => (figures[k] ?? NaN).toFixed(digits);
  const rest = others.map((k) => `${figure(k)} (${ids[k] ?? ''})`);
  return mode === 'bytes'
    ? `${ids[best] ?? ''} predicted this text best: ${figure(best)} bits per byte against ${listed(rest)}.`
    : `${ids[best] ?? ''} predicted this text best: perplexity ${figure(best)} per own token against ${listed(rest)}.`;
}

export interface WhyInput {
  readonly ids: readonly string[];
  readonly fits: readonly MemberFit[];
  readonly mode: FitPolicy['mode'];
  /** A sentence from the weighting; empty when it has nothing to say. */
  readonly note: string;
  /** Ids of the members that left for weighing too little. */
  readonly dropped: readonly string[];
  readonly minimumWeight: number;
}

/** Why the weights are what they are, in plain words. */
export function explain({ ids, fits, mode, note, dropped, minimumWeight }: WhyInput): string {
  if (ids.length === 1) return `${ids[0] ?? ''} is alone in the pack.`;
  const broken = ids.filter((_, k) => fits[k] !== undefined && !Number.isFinite(fits[k].nats));
  return [
    ranking(ids, fits, mode),
    note,
    broken.length > 0 ? `${listed(broken)} gave no usable figures.` : '',
    dropped.length > 0 ? `${listed(dropped)} would weigh less than ${Math.round(minimumWeight * 100)} % and ${dropped.length === 1 ? 'sits' : 'sit'} out.` : '',
  ].filter((sentence) => sentence !== '').join(' ');
}
