import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { align } from '../../../src/fusion/vocabulary/align.ts';
import type { Vocabulary } from '../../../src/fusion/vocabulary/vocabulary.ts';
import { stringsVocabulary } from './vocabularies.ts';

interface GoldenVocabulary {
  readonly space: 'Ġ' | '▁';
  readonly tokens: readonly string[];
}

interface GoldenMap {
  readonly reference: string;
  readonly member: string;
  readonly map: readonly number[];
  /** One digit per token: 0 exact, 1 after the marker swap, 2 by edit distance. */
  readonly how: string;
  readonly distance: readonly number[];
}

const folder = new URL('../../golden/maps/', import.meta.url);
const read = (file: string): unknown => JSON.parse(gunzipSync(readFileSync(new URL(file, folder))).toString('utf8'));

const golden = read('vocabs.json.gz') as Readonly<Record<string, GoldenVocabulary>>;
const files = readdirSync(folder).filter((file) => file.includes('__'));

function vocabulary(name: string): Vocabulary {
  const { space, tokens } = golden[name] as GoldenVocabulary;
  return stringsVocabulary(space, tokens);
}

describe('MinED maps of whole vocabularies', () => {
  test('there are 15', () => {
    expect(files).toHaveLength(15);
  });

  test.each(files)('%s', (file) => {
    const expected = read(file) as GoldenMap;
    const { map, how, distance } = align(vocabulary(expected.reference), vocabulary(expected.member), 'paper');
    expect([...map]).toEqual(expected.map);
    expect([...how].join('')).toBe(expected.how);
    expect([...distance]).toEqual(expected.distance);
  });
});
