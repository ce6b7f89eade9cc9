/** How much of a text's beginning may say that a program wrote it, UTF-16 units. */
const header = 2000;
const said = /@generated|\bauto-?generated\b|\bgenerated (?:by|from|file|code)\b|\bdo not (?:edit|modify)\b/iu;

/** Nobody writes lines of this length, UTF-16 units on average: minified code, data. */
const longLines = 160;

/** Whether a program wrote this text, as far as the text itself tells. */
export function isGenerated(text: string): boolean {
  return said.test(text.slice(0, header)) || text.length / text.split('\n').length > longLines;
}
