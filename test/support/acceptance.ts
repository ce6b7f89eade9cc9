import { lastLine, restOfLine } from '../../src/context/lines.ts';
import type { Candidate } from '../../src/context/filters/filter.ts';
import type { Document } from './cursor.ts';
import { unmatched } from './unmatched.ts';

export function accept({ before, after }: Document, { text, replaceRight }: Candidate): string {
  return before + text + after.slice(replaceRight);
}

/** What accepting a text breaks in a document; empty when nothing. */
export async function harmOf(document: Document, language: string, candidate: Candidate): Promise<readonly string[]> {
  const [was, is] = [await unmatched(document.before + document.after, language), await unmatched(accept(document, candidate), language)];
  return [...(is > was ? [`${String(is)} unmatched brackets instead of ${String(was)}`] : []), ...repetition(document, candidate)];
}

/** What of the text after the cursor stands there twice once the text is accepted. */
export function repetition({ before, after }: Document, { text, replaceRight }: Candidate): readonly string[] {
  const kept = after.slice(replaceRight);
  const rest = restOfLine(kept).trim();
  const written = text.trimEnd();
  const found: string[] = [];
  if (rest !== '' && /[\p{L}\p{N}]/u.test(rest) && rest.length > 1 && !after.slice(0, replaceRight).includes(rest) && (endsWithWhole(written, rest) || written.startsWith(`${rest} `) || written === rest)) found.push(`the rest of the line twice: ${rest}`);
  if (/[;,]$/.test(written) && rest.startsWith(written.slice(-1)) && after.charAt(replaceRight - 1) !== written.slice(-1)) found.push(`twice ${written.slice(-1)}`);
  const below = restOfLine(kept.slice(restOfLine(kept).length).trimStart()).trim();
  const last = lastLine(lastLine(before) + written).trim();
  if (rest === '' && below.length > 5 && /[\p{L}]/u.test(below) && last === below) found.push(`the line below twice: ${below}`);
  return found;
}

function endsWithWhole(text: string, end: string): boolean {
  const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);
  return text.endsWith(end) && !(isWord(text.charAt(text.length - end.length - 1)) && isWord(end.charAt(0)));
}
