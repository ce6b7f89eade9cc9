import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completionShape, type CompletionShape } from '../../../src/context/completionShape.ts';
import { postProcess } from '../../../src/context/postProcess.ts';
import type { Document } from '../../support/cursor.ts';

interface Case {
  readonly name: string;
  readonly language: string;
  /** With `▮` where the cursor is. */
  readonly document: string;
}

interface MultiLineCase extends Case {
  readonly shape: CompletionShape;
}

interface PostFilterCase extends Case {
  readonly text: string;
  /** The document once the text is accepted. */
  readonly accepted?: string;
  /** The filter that drops the text. */
  readonly dropped?: string;
  readonly shape?: CompletionShape;
  readonly unfinished?: boolean;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../golden/${name}`, import.meta.url), 'utf8'));
}

function at({ document }: Case): Document {
  const [before, after, ...more] = document.split('▮');
  if (before === undefined || after === undefined || more.length > 0) throw new Error('exactly one ▮ marks the cursor');
  return { before, after };
}

function languagesOf(cases: readonly Case[]): number {
  return new Set(cases.map(({ language }) => language)).size;
}

describe('the multi-line rule', () => {
  const cases = read('multi_line_cases.json') as readonly MultiLineCase[];

  it('is held to 60 cases of 8 languages at least', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(languagesOf(cases)).toBeGreaterThanOrEqual(8);
  });

  it.each(cases)('$language: $name: $document', (entry) => {
    const { before, after } = at(entry);
    expect(completionShape(before, after, 'auto', entry.language)).toEqual(entry.shape);
  });
});

describe('the post-filters', () => {
  const cases = read('post_filter_cases.json') as readonly PostFilterCase[];

  it('are held to 150 cases of 8 languages at least', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(languagesOf(cases)).toBeGreaterThanOrEqual(8);
  });

  it.each(cases)('$language: $name: $document', (entry) => {
    const { before, after } = at(entry);
    const { language, shape = { kind: 'line' }, unfinished = false } = entry;
    const result = postProcess(entry.text, { before, after, shape, language, lineEnding: '\n', unfinished });
    expect(result.dropped).toBe(entry.dropped ?? null);
    if (entry.accepted !== undefined) expect(before + result.text + after.slice(result.replaceRight)).toBe(entry.accepted);
  });
});
