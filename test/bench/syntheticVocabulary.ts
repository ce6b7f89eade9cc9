import { byteOf } from '../../src/fusion/vocabulary/byteAlphabet.ts';
import { vocabularyFromGguf } from '../../src/fusion/vocabulary/ggufVocabulary.ts';
import type { Vocabulary } from '../../src/fusion/vocabulary/vocabulary.ts';

/** Two byte-level vocabularies of the given sizes; a `shared` part of the first's tokens is in both. The same for the same seed. */
export function syntheticPair(seed: number, from: number, to: number, shared: number): { readonly from: Vocabulary; readonly to: Vocabulary } {
  const random = randomFrom(seed);
  const tokens = new Set<string>();
  const common = Math.round(from * shared);
  while (tokens.size < from + to - common) tokens.add(token(random));
  const all = [...tokens];
  return { from: vocabulary(all.slice(0, from)), to: vocabulary(shuffle([...all.slice(0, common), ...all.slice(from)], random)) };
}

function vocabulary(tokens: readonly string[]): Vocabulary {
  return vocabularyFromGguf({ kind: 'byte-bpe', tokens, types: [], endTokens: [], bos: null, dummyPrefixSpace: false, fim: null });
}

type Random = () => number;

/** Numbers in [0, 1), mulberry32. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const utf8 = new TextEncoder();
const alphabet = new Map(Array.from({ length: 0x200 }, (_, codePoint) => [byteOf(codePoint), String.fromCharCode(codePoint)]));

/** A text as byte-level vocabularies write it. */
function spell(text: string): string {
  return Array.from(utf8.encode(text), (byte) => alphabet.get(byte) ?? '').join('');
}

const onsets = ['', 'b', 'c', 'd', 'f', 'g', 'h', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'st', 'tr', 'pr', 'ch', 'sh', 'th', 'con', 'qu', 'pl', 'br'];
const vowels = ['e', 'a', 'i', 'o', 'u', 'ea', 'io', 'ou', 'ie', 'y'];
const codas = ['', '', 'n', 'r', 's', 't', 'l', 'd', 'ng', 'nt', 'st', 'ck', 'm', 'x'];
/** First code point and size of some alphabets, from two to four bytes a character. */
const scripts: readonly (readonly [number, number])[] = [[0x410, 64], [0x3b1, 25], [0x5d0, 27], [0x627, 36], [0x905, 50], [0xe01, 46], [0x3041, 83], [0xac00, 2400], [0x4e00, 3000], [0x1f300, 300]];

/** Small numbers more often, as in texts. */
function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[Math.floor(random() ** 2 * list.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from.');
  return item;
}

function word(random: Random, syllables: number): string {
  let text = '';
  for (let i = 0; i < syllables; i++) text += pick(random, onsets) + pick(random, vowels) + pick(random, codas);
  return text;
}

/** Proportions roughly as in the vocabularies of multilingual code models. */
function token(random: Random): string {
  const kind = random();
  const text = word(random, 1 + Math.floor(random() ** 2 * 3));
  if (kind < 0.4) return 'Ġ' + text;
  if (kind < 0.5) return 'Ġ' + text.charAt(0).toUpperCase() + text.slice(1);
  if (kind < 0.7) return text;
  if (kind < 0.78) return text.charAt(0).toUpperCase() + text.slice(1) + (random() < 0.3 ? word(random, 1).toUpperCase() : '');
  if (kind < 0.82) return pick(random, ['_', '.', '-', '(', '="', '->', '</', '::']) + text;
  if (kind < 0.84) return 'Ċ'.repeat(Math.floor(random() * 3)) + pick(random, ['Ġ', 'ĉ', '=', '-', '*', '/']).repeat(1 + Math.floor(random() * 60)) + pick(random, ['', ')', '};', 'return']);
  if (kind < 0.845) return `<|${text}_${String.fromCodePoint(0x1f300 + Math.floor(random() * 300))}|>`;
  const [first, size] = pick(random, scripts);
  const letters = Array.from({ length: 1 + Math.floor(random() ** 2 * 6) }, () => String.fromCodePoint(first + Math.floor(random() ** 2 * size)));
  return (random() < 0.4 ? 'Ġ' : '') + spell(letters.join(''));
}

function shuffle<T>(items: T[], random: Random): readonly T[] {
  return items.map((item) => [random(), item] as const).sort(([a], [b]) => a - b).map(([, item]) => item);
}
