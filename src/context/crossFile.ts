import { syntaxOf } from './syntax/languages.ts';

/** An excerpt says what a file is about and leaves room for others; UTF-16 units. */
const longestExcerpt = 700;
/** Excerpts of one prompt at most. */
const mostFiles = 4;
/** An excerpt begins at every so many lines. */
const lineStep = 8;
/** Of the text before the cursor, what excerpts are compared with; UTF-16 units. */
const comparedText = 2000;

/** A document, as the reader of a prompt may know it. */
export interface NamedFile {
  readonly id: string;
  /** Relative to the workspace's folder, with slashes. */
  readonly path: string;
  /** The editor's language id. */
  readonly language: string;
}

/** A file that the user worked in, LF line ends. */
export interface WorkedFile extends NamedFile {
  readonly text: string;
}

/** The line that says which file comes: its path, as a comment of its language; null where the language has no comments, or is written in sentences. */
export function fileHeader({ path, language }: Pick<NamedFile, 'path' | 'language'>): string | null {
  const { prose, lineComments: [line], blockComments: [block] } = syntaxOf(language);
  if (prose || (line === undefined && block === undefined)) return null;
  const name = path.replaceAll(/\s+/gu, ' ');
  return line === undefined ? `${block?.opener ?? ''} ${name} ${block?.closer ?? ''}\n` : `${line} ${name}\n`;
}

interface Excerpt {
  readonly text: string;
  /** With the text before the cursor, in [0, 1]: the share of all words of both that are in both. */
  readonly likeness: number;
}

/** The whole lines of a file that have most words in common with `wanted`. */
export function excerptOf(file: string, wanted: ReadonlySet<string>): Excerpt {
  const lines = file.split('\n').map((text) => ({ text, words: wordsOf(text) }));
  let best: Excerpt = { text: '', likeness: 0 };
  for (let first = 0; first < lines.length; first += lineStep) {
    const kept: string[] = [];
    const words = new Set<string>();
    let length = 0;
    for (const line of lines.slice(first)) {
      length += line.text.length + 1;
      if (length > longestExcerpt) break;
      kept.push(line.text);
      for (const word of line.words) words.add(word);
    }
    const likeness = likenessOf(words, wanted);
    if (likeness > best.likeness) best = { text: kept.join('\n').trim(), likeness };
  }
  return best;
}

/**
 * What a prompt about `document` shows of the files in its own syntax that the user worked in last, where `before` stands before the cursor: of each the lines most like
 * it, the most similar ones at the end. They are followed by the document's own header, where the excerpts stop and the document begins. Nothing in a language without
 * comments: its files could not be told apart.
 */
export function crossFileExcerpts(files: readonly WorkedFile[], document: NamedFile, before: string): readonly string[] {
  const own = fileHeader(document);
  if (own === null) return [];
  const syntax = syntaxOf(document.language);
  const wanted = new Set(wordsOf(before.slice(-comparedText)));
  const excerpts = files.filter(({ id, language }) => id !== document.id && syntaxOf(language) === syntax)
    .map((file) => ({ file, ...excerptOf(file.text, wanted) })).filter(({ likeness }) => likeness > 0).sort((a, b) => a.likeness - b.likeness).slice(-mostFiles);
  return excerpts.map(({ file, text }, index) => `${fileHeader(file) ?? ''}${text}\n\n${index === excerpts.length - 1 ? own : ''}`);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}_$][\p{L}\p{N}_$]+/gu) ?? [];
}

function likenessOf(words: ReadonlySet<string>, wanted: ReadonlySet<string>): number {
  let common = 0;
  for (const word of words) if (wanted.has(word)) common += 1;
  return common === 0 ? 0 : common / (words.size + wanted.size - common);
}
