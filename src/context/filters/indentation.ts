import { indentOf, lastLine } from '../lines.ts';
import { documentIndent, type Indent } from '../indent.ts';
import { isProse } from '../syntax/languages.ts';
import type { Place, PostFilter } from './filter.ts';

/**
 * Writes the indentation of a text's lines as the document does: with tabs or with spaces, and as many. The lines' depths are told from the
 * text itself; where they fit no regular step (aligned arguments), only tabs and spaces are exchanged.
 */
export const indentation: PostFilter = {
  name: 'indentation',
  apply(candidate, place) {
    if (isProse(place.language)) return candidate;
    const style = documentIndent(place.before, place.after);
    const [first = '', ...more] = candidate.text.split('\n');
    const text = [firstIndented(first, place, style), ...reindented(more, place, style)].join('\n');
    return { ...candidate, text };
  },
};

/** On an empty line that is indented already, the text's own spaces at its start would add to it. */
function firstIndented(first: string, { before }: Place, style: Indent | null): string {
  const line = lastLine(before);
  const lead = indentOf(first);
  if (line.trim() !== '' || lead === 0 || first.trim() === '') return first;
  const above = lastLine(before.slice(0, before.length - line.length).trimEnd());
  const deepest = columnsOf(above.slice(0, indentOf(above)), style) + (/[{([:>]$/.test(above.trimEnd()) ? style?.columns ?? 4 : 0);
  const wanted = Math.max(0, deepest - columnsOf(line, style));
  if (columnsOf(first.slice(0, lead), style) <= wanted) return style === null ? first : written(columnsOf(first.slice(0, lead), style), style) + first.slice(lead);
  return written(wanted, style ?? { tabs: false, columns: 4 }) + first.slice(lead);
}

function reindented(lines: readonly string[], { before }: Place, style: Indent | null): readonly string[] {
  if (style === null) return lines;
  const filled = lines.filter((line) => line.trim() !== '');
  const leads = filled.map((line) => line.slice(0, indentOf(line)));
  const line = lastLine(before);
  const start = (line.trim() === '' ? line : line.slice(0, indentOf(line)));
  const base = columnsOf(start, style);
  const step = stepOf(leads, style, base);
  const opensBlock = /[{([:]$/.test(line.trimEnd());
  if (leads.every((lead) => fits(lead, style)) && !(opensBlock && step !== null && step > style.columns)) return lines;
  const columns = (lead: string): number => {
    const own = columnsOf(lead, style);
    return step === null || own <= base || step === style.columns ? own : base + Math.round((own - base) / step) * style.columns;
  };
  return lines.map((text) => (text.trim() === '' ? text : written(columns(text.slice(0, indentOf(text))), style) + text.trimStart()));
}

/** Whether an indentation is written as the document would. */
function fits(lead: string, { tabs, columns }: Indent): boolean {
  return tabs ? /^\t*$/.test(lead) : /^ *$/.test(lead) && lead.length % columns === 0;
}

/** By how many columns the text's lines step in beyond `base`; null when that isn't regular. */
function stepOf(leads: readonly string[], style: Indent, base: number): number | null {
  const deeper = leads.map((lead) => columnsOf(lead, style) - base).filter((columns) => columns > 0);
  const least = Math.min(...deeper);
  return deeper.length > 0 && least <= 8 && deeper.every((columns) => columns % least === 0) ? least : null;
}

function columnsOf(lead: string, style: Indent | null): number {
  return Array.from(lead).reduce((columns, character) => columns + (character === '\t' ? style?.columns ?? 4 : 1), 0);
}

function written(columns: number, { tabs, columns: width }: Indent): string {
  return tabs ? '\t'.repeat(Math.floor(columns / width)) + ' '.repeat(columns % width) : ' '.repeat(columns);
}
