import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { align } from '../../../src/fusion/vocabulary/align.ts';
import { alignedBy } from '../../../src/fusion/vocabulary/alignment.ts';
import { stringsVocabulary } from './vocabularies.ts';

interface MinedCase {
  readonly token: string;
  readonly vocab: readonly string[];
  readonly ref_space: 'Ġ' | '▁';
  readonly member_space: 'Ġ' | '▁';
  readonly index?: number;
  readonly error?: string;
}

const { cases } = JSON.parse(readFileSync(new URL('../../golden/mined_cases.json', import.meta.url), 'utf8')) as { cases: readonly MinedCase[] };

describe('MinED on the 300 tiny golden vocabularies', () => {
  test('there are 300', () => {
    expect(cases).toHaveLength(300);
  });

  test.each(cases.map((c, number) => ({ ...c, number })))('case $number: $token', ({ token, vocab, ref_space, member_space, index }) => {
    const { map, how } = align(stringsVocabulary(ref_space, [token]), stringsVocabulary(member_space, vocab), 'paper');
    if (index === undefined) expect([map[0], how[0]]).toEqual([-1, alignedBy.none]);
    else expect(map[0]).toBe(index);
  });
});
