import { diffWordsWithSpace } from 'diff';

/** A run of text: in both, only in the one that is looked at, or only in the one that it is held against. */
export interface Stretch {
  readonly kind: 'same' | 'own' | 'missing';
  readonly text: string;
}

/** Words and signs that two texts may differ in until they are taken for two different texts; bounds the time, which grows with its square. */
const mostEdits = 2000;

/** Share of the letters of both texts that they have in common, below which marks word by word would be a jumble. */
const leastInCommon = 0.4;

const word = /[\p{L}\p{N}]/u;
const letters = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/**
 * `own` held against `base`, word by word: `same` and `own` joined are `own`, `same` and `missing` joined are `base`. Signs and blanks between two differences belong to
 * them, so that a difference reads as one; what shares little is different as a whole.
 */
export function differences(base: string, own: string): readonly Stretch[] {
  const changes = diffWordsWithSpace(base, own, { maxEditLength: mostEdits });
  const found = (changes ?? []).map(({ value, added, removed }): Stretch => ({ kind: added ? 'own' : removed ? 'missing' : 'same', text: value }));
  const common = found.reduce((sum, { kind, text }) => sum + (kind === 'same' ? letters(text) : 0), 0);
  const alike = base === own || 2 * common > leastInCommon * (letters(base) + letters(own));
  return joined(alike ? withoutIslands(found) : whole(base, own));
}

const whole = (base: string, own: string): readonly Stretch[] => [{ kind: 'missing', text: base }, { kind: 'own', text: own }];

/** A stretch in common that holds neither word nor line end becomes part of the differences on both sides of it. */
function withoutIslands(stretches: readonly Stretch[]): readonly Stretch[] {
  return stretches.flatMap((stretch, index) => {
    const { kind, text } = stretch;
    const amidst = index > 0 && index < stretches.length - 1;
    return kind === 'same' && amidst && !word.test(text) && !text.includes('\n') ? whole(text, text) : [stretch];
  });
}

/** Neighbours as one: of a difference first what is missing, then what is there instead. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  let missing = '';
  let own = '';
  const close = (): void => {
    if (missing !== '') result.push({ kind: 'missing', text: missing });
    if (own !== '') result.push({ kind: 'own', text: own });
    missing = own = '';
  };
  for (const stretch of stretches) {
    if (stretch.kind === 'missing') missing += stretch.text;
    else if (stretch.kind === 'own') own += stretch.text;
    else {
      close();
      result.push(stretch);
    }
  }
  close();
  return result;
}

/** In how many places the texts differ. */
export function placesOf(stretches: readonly Stretch[]): number {
  return stretches.filter(({ kind }, index) => kind !== 'same' && (stretches[index - 1]?.kind ?? 'same') === 'same').length;
}
