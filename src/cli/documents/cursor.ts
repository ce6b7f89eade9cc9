import { existsSync } from 'node:fs';
import { languageOf } from '../../context/languageOf.ts';
import { offsetOf, parsePlace, placeOf } from '../arguments/place.ts';
import { readDocument } from './documentFile.ts';

/** A document and the cursor in it. */
export interface Cursor {
  /** The file as the user named it; `-` for standard input. */
  readonly path: string;
  /** `FILE:LINE:COL`, the file as the user named it. */
  readonly place: string;
  readonly before: string;
  readonly after: string;
  /** The editor's language id; '' when unknown. */
  readonly language: string;
}

/** Opens what `FILE[:LINE[:COL]]` names. @throws PackError or UsageError saying what is wrong with it. */
export async function openCursor(argument: string, stdin: NodeJS.ReadableStream, language?: string): Promise<Cursor> {
  const place = parsePlace(argument, existsSync);
  const text = await readDocument(place.path, stdin);
  const offset = offsetOf(text, place);
  return {
    path: place.path,
    place: placeOf(place.path === '-' ? 'stdin' : place.path, text, offset),
    before: text.slice(0, offset),
    after: text.slice(offset),
    language: language ?? languageOf(place.path),
  };
}
