import type { ScoreReport } from '../../protocol/reports.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';
import { bitsPerByte, count, milliseconds, perplexity, plural } from './units.ts';

/** How well every member predicts a whole text; the best in bits per byte is marked. */
export function renderScore(report: ScoreReport, name: string, style: Style): string {
  const best = Math.min(...report.members.map((member) => member.bitsPerByte ?? Infinity));
  const rows = report.members.map((member, index) => [
    `${style.badge(index)} ${member.id}`,
    member.bitsPerByte === best ? style.strong(bitsPerByte(member.bitsPerByte)) : bitsPerByte(member.bitsPerByte),
    perplexity(member.perplexity),
    count(member.tokens),
    milliseconds(member.ms),
    member.bitsPerByte === best && report.members.length > 1 ? style.good('← best') : '',
  ]);
  const columns = [
    { title: '', align: 'left' }, { title: 'bits/byte', align: 'right' }, { title: 'perplexity', align: 'right' },
    { title: 'tokens', align: 'right' }, { title: 'time', align: 'right' }, { title: '', align: 'left' },
  ] as const;
  return [
    `${style.strong(name)} ${style.faint(`· ${plural(report.bytes, 'byte')}`)}`,
    '',
    table(columns, rows, style.faint),
    '',
    style.faint('Perplexity is per own token; only bits per byte compare across tokenizers.'),
  ].join('\n');
}
