import type { Translate } from '../../base/translate.ts';
import { acceptanceEvents, type AcceptanceCount, type AcceptanceFile } from '../../protocol/acceptanceFile.ts';
import { cell, table } from '../documents/markdown.ts';

/** The counts as a document: one table by language, one by member, and what each number means. */
export function acceptanceDocument({ since, counts }: AcceptanceFile, t: Translate): string {
  return [
    `# ${t('Acceptance counts')}`,
    counts.length === 0 ? t('No suggestion has been shown yet.') : t('Counted on this machine since {0}, and never sent anywhere. Numbers only; no text is kept.', since.slice(0, 10)),
    ...(counts.length === 0 ? [] : [
      `## ${t('By language')}`, tableOf(t('Language'), summed(counts, ({ language }) => language), t),
      `## ${t('By leading member')}`, t('The member with the largest weight in the suggestion; of a member’s own text, that member.'), tableOf(t('Member'), summed(counts, ({ member }) => member), t),
      `## ${t('By language and leading member')}`, tableOf(`${t('Language')}, ${t('Member')}`, counts.map((count) => [`${count.language}, ${count.member}`, count]), t),
    ]),
    `## ${t('What is counted')}`,
    [
      t('Shown: the cursor was still at the suggestion 750 ms after the editor was given it, or had moved on only over what it says; or it was accepted. It counts once, however often its rest is offered while you type. Whether the editor really drew it cannot be known.'),
      t('Accepted: taken as a whole, by Tab or as the last part of it. What is accepted word by word, or typed as suggested, counts only in part or not at all.'),
      t('Still there: at most a third of the accepted text had changed, white space aside. The shares are of those that could be looked at: the document was still open then.'),
    ].map((line) => `- ${line}`).join('\n'),
  ].join('\n\n').concat('\n');
}

/** The counts as they are kept. */
export function acceptanceJson(file: AcceptanceFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** One row for each language and member (RFC 4180). */
export function acceptanceCsv({ counts }: AcceptanceFile): string {
  const rows = counts.map((count) => [quoted(count.language), quoted(count.member), ...acceptanceEvents.map((event) => String(count[event]))]);
  return [['language', 'member', ...acceptanceEvents], ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

type Named = readonly [string, AcceptanceCount];

function summed(counts: readonly AcceptanceCount[], nameOf: (count: AcceptanceCount) => string): readonly Named[] {
  const sums = new Map<string, AcceptanceCount>();
  for (const count of counts) {
    const sum = sums.get(nameOf(count));
    sums.set(nameOf(count), sum === undefined ? count : { ...count, ...Object.fromEntries(acceptanceEvents.map((event) => [event, sum[event] + count[event]])) });
  }
  return [...sums];
}

function tableOf(head: string, rows: readonly Named[], t: Translate): string {
  return table(
    [head, t('Shown'), t('Accepted'), t('Of those shown'), t('Still there after 30 s'), t('Still there after 5 min')],
    rows.toSorted(([, a], [, b]) => b.shown - a.shown).map(([name, count]) => [
      cell(name), String(count.shown), String(count.accepted), percent(count.accepted, count.shown), percent(count.keptAfter30s, count.checkedAfter30s), percent(count.keptAfter5min, count.checkedAfter5min),
    ]),
  );
}

/** With what it is a share of, where that is not in the table. */
function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${(100 * part / whole).toFixed(0)} % (${part}/${whole})`;
}

/** A text as a cell that no spreadsheet takes for a formula. */
function quoted(text: string): string {
  const plain = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
