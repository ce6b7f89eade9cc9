import type { Counted } from './acceptanceStore.ts';
import { lessonFrom, type Lesson } from './learner.ts';

/** A suggestion that was accepted, as the editor's command hands it on. */
export interface Accepted extends Counted {
  /** URI of the document. */
  readonly document: string;
  /** Where the text begins, from 0. */
  readonly line: number;
  readonly character: number;
  readonly text: string;
  /** What may be learnt from it; null for nothing. */
  readonly lesson: Lesson | null;
}

/** What stands in the argument of an editor command, which anyone may call; null when it is nothing of the kind. */
export function acceptedFrom(argument: unknown): Accepted | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const { language, member, document, line, character, text, lesson }: { readonly [name in keyof Accepted]?: unknown } = argument;
  return typeof language === 'string' && typeof member === 'string' && typeof document === 'string' && typeof text === 'string' && isPlace(line) && isPlace(character)
    ? { language, member, document, line, character, text, lesson: lessonFrom(lesson) }
    : null;
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
