import { syntaxOf } from './syntax/languages.ts';

/** An excerpt says what a file is about and leaves room for others; UTF-16 units. */
const longestExcerpt = 700;
/** Lines above the last edit that an excerpt begins with. */
const linesAbove = 4;
/** Excerpts of one prompt at most. */
const mostFiles = 4;

/** A document, as the reader of a prompt may know it. */
export interface NamedFile {
  readonly id: string;
  /** Relative to the workspace's folder, with slashes. */
  readonly path: string;
  /** The editor's language id. */
  readonly language: string;
}

/** A file that the user worked in. */
export interface WorkedFile extends NamedFile {
  /** LF line ends. */
  readonly text: string;
  /** Line of the last edit, from 0; null when it was only looked at. */
  readonly edited: number | null;
}

/** The line that says which file comes: its path, as a comment of its language; null where the language has no comments, or is written in sentences. */
export function fileHeader({ path, language }: Pick<NamedFile, 'path' | 'language'>): string | null {
  const { prose, lineComments: [line], blockComments: [block] } = syntaxOf(language);
  if (prose || (line === undefined && block === undefined)) return null;
  const name = path.replaceAll(/\s+/gu, ' ');
  return line === undefined ? `${block?.opener ?? ''} ${name} ${block?.closer ?? ''}\n` : `${line} ${name}\n`;
}

/** Whole lines around the last edit, or from the beginning of a file that was only looked at. */
export function excerptOf({ text, edited }: Pick<WorkedFile, 'text' | 'edited'>): string {
  const lines = text.split('\n');
  const first = edited === null ? 0 : Math.min(Math.max(0, edited - linesAbove), lines.length - 1);
  const kept: string[] = [];
  let length = 0;
  for (const line of lines.slice(first)) {
    length += line.length + 1;
    if (length > longestExcerpt) break;
    kept.push(line);
  }
  return kept.join('\n').trim();
}

/**
 * What a prompt about `document` shows of the files in its own syntax that the user worked in last, the one worked in last at the end; it is followed by the document's
 * own header, where the excerpts stop and the document begins. Nothing in a language without comments: its files could not be told apart.
 */
export function crossFileExcerpts(files: readonly WorkedFile[], document: NamedFile): readonly string[] {
  const own = fileHeader(document);
  if (own === null) return [];
  const syntax = syntaxOf(document.language);
  const excerpts = files.filter(({ id, language }) => id !== document.id && syntaxOf(language) === syntax).slice(-mostFiles).flatMap((file) => {
    const excerpt = excerptOf(file);
    return excerpt === '' ? [] : [`${fileHeader(file) ?? ''}${excerpt}\n\n`];
  });
  return excerpts.map((excerpt, index) => (index === excerpts.length - 1 ? `${excerpt}${own}` : excerpt));
}
