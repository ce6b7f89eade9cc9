/** A document and the place of the cursor in it. */
export interface Document {
  readonly before: string;
  readonly after: string;
}

/** The document in the template, with `|` where the cursor is: doc`const a = |;`. A literal bar is written as ${'|'}. */
export function doc(strings: TemplateStringsArray, ...values: readonly string[]): Document {
  const parts = strings.raw.map((part) => part.replaceAll('\\`', '`').replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\r', '\r'));
  const marked = parts.flatMap((part, at) => (part.includes('|') ? [at] : []));
  const [at] = marked;
  if (at === undefined || marked.length > 1 || parts[at]?.split('|').length !== 2) throw new Error('exactly one | marks the cursor');
  const [left = '', right = ''] = parts[at].split('|');
  const join = (from: number, to: number): string => parts.slice(from, to).map((part, index) => part + (values[from + index] ?? '')).join('');
  return { before: join(0, at) + left, after: right + (values[at] ?? '') + join(at + 1, parts.length) };
}
