/**
 * What of the text after the cursor belongs to a commit message. Git writes comment lines and, below a line with scissors, the changes themselves into the same file:
 * they are no part of the message, and may hold what an excluded file holds.
 */
export function messageAfter(after: string): string {
  if (after.startsWith('#')) return '';
  const comment = after.indexOf('\n#');
  return comment === -1 ? after : after.slice(0, comment + 1);
}
