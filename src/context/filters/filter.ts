import type { CompletionShape } from '../completionShape.ts';
import { isProse } from '../syntax/languages.ts';
import { LexicalSyntax, surroundingsIn } from '../syntax/lexicalSyntax.ts';
import { scan, type Scan } from '../syntax/scan.ts';
import type { Surroundings } from '../syntax/syntax.ts';

/** Where a completion goes: the text around the cursor with LF line ends, as `choosePrompt` returns it. */
export interface Place {
  readonly before: string;
  readonly after: string;
  readonly shape: CompletionShape | { readonly kind: 'text' | 'answer' };
  readonly language: string;
  readonly lineEnding: '\n' | '\r\n';
  /** Whether the text was stopped in the middle, by its length or the deadline. */
  readonly unfinished?: boolean;
}

export interface Candidate {
  readonly text: string;
  /** UTF-16 units right of the cursor that the text replaces. */
  readonly replaceRight: number;
}

/** One reason to change or drop a candidate; an empty text drops it. */
export interface PostFilter {
  readonly name: string;
  apply(candidate: Candidate, place: Place): Candidate;
}

export function syntaxAt({ language }: Place): LexicalSyntax {
  return new LexicalSyntax(language);
}

const scans = new WeakMap<Place, Scan>();

/** The scan of the text before the cursor; made once for a place. */
export function scanBefore(place: Place): Scan {
  const known = scans.get(place);
  if (known !== undefined) return known;
  const made = scan(place.before, place.language);
  scans.set(place, made);
  return made;
}

export function surroundingsOf(place: Place): Surroundings {
  return surroundingsIn(scanBefore(place));
}

/** Whether sentences are written here: in prose and in comments. */
export function isSentencePlace(place: Place): boolean {
  return isProse(place.language) || surroundingsOf(place).kind === 'comment';
}
