import { surroundingsOf, type PostFilter } from './filter.ts';

/** Keeps a completion inside a comment inside it: comments that end with their line go on only with lines that begin as they do. */
export const comment: PostFilter = {
  name: 'comment',
  apply(candidate, place) {
    const where = surroundingsOf(place);
    if (where.kind !== 'comment') return candidate;
    const text = where.closer === '\n' ? whileBeginningWith(where.opener, candidate.text) : upTo(where, candidate.text, place.after);
    return { ...candidate, text };
  },
};

function whileBeginningWith(opener: string, text: string): string {
  const [first = '', ...more] = text.split('\n');
  const other = more.findIndex((line) => !line.trimStart().startsWith(opener));
  return [first, ...(other === -1 ? more : more.slice(0, other))].join('\n');
}

/** Without the end of the comment where the document has one already. */
function upTo({ opener, closer }: { readonly opener: string; readonly closer: string }, text: string, after: string): string {
  const end = text.indexOf(closer);
  if (end === -1) return text;
  const closed = after.indexOf(closer);
  const begun = after.indexOf(opener);
  const ends = closed !== -1 && (begun === -1 || closed < begun);
  return ends && !/^[ \t]*\S/.test(after.slice(0, closed)) && !after.slice(0, closed).includes('\n') ? text.slice(0, end + closer.length) : text.slice(0, ends ? end : end + closer.length).trimEnd();
}
