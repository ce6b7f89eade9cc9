import { firstSentence } from '../../base/firstSentence.ts';
import { lastLine, restOfLine } from '../lines.ts';
import { isCommitMessage } from '../syntax/languages.ts';
import type { Place, PostFilter } from './filter.ts';

/** What Git's own tools show of a subject. */
const subjectColumns = 72;

/** Ends prose with its sentence. The subject of a commit message stays within its columns and has no full stop; its comments are not ours to write. */
export const sentence: PostFilter = {
  name: 'sentence',
  apply(candidate, place) {
    const { shape } = place;
    const end = shape.kind === 'line' && shape.sentence === true ? firstSentence(candidate.text) : null;
    const text = end === null ? candidate.text : candidate.text.slice(0, end);
    return { ...candidate, text: isCommitMessage(place.language) ? commitText(text, place) : text };
  },
};

function commitText(text: string, { before, after, language }: Place): string {
  const lines = text.split('\n');
  const comment = language === 'git-commit' ? lines.findIndex((line, at) => (at === 0 ? lastLine(before) + line : line).startsWith('#')) : -1;
  const written = comment === -1 ? text : lines.slice(0, comment).join('\n');
  if (before.includes('\n')) return written;
  const subject = restOfLine(written);
  const room = subjectColumns - before.length - restOfLine(after).length;
  if (subject.length > room) return subject.slice(0, Math.max(0, room + 1)).replace(/\s*\S*$/u, '');
  return subject.replace(/(?<=[\p{L}\p{N})])\.$/u, '') + written.slice(subject.length);
}
