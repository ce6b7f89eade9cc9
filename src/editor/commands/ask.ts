import { l10n, window, workspace, type Uri } from 'vscode';
import { frameQuestion } from '../../context/question.ts';
import { defaults } from '../../protocol/settings.ts';
import { filteredReport } from '../completion/reports.ts';
import { appendTo } from '../documents/appendTo.ts';
import { reasonWords } from '../reports/reportDocument.ts';
import type { CommandParts } from './commandParts.ts';
import { GrowingAnswer } from './growingAnswer.ts';
import { query } from './query.ts';

/** Asks the pack a question and streams the answer into a new document. Gives the document's URI, or null when there was no question. */
export async function ask(parts: CommandParts, given?: string): Promise<Uri | null> {
  const question = given ?? await window.showInputBox({
    title: l10n.t('Ask the Pack'), prompt: l10n.t('All members answer together; the answer opens in a document.'),
    placeHolder: l10n.t('What is a hash table?'), ignoreFocusOut: true,
  });
  if (question === undefined || question.trim() === '') return null;
  const document = await workspace.openTextDocument({ language: 'markdown', content: `# ${question.trim()}\n\n` });
  await window.showTextDocument(document, { preview: false });
  const writer = appendTo(document);
  const answer = new GrowingAnswer();
  const { weighting, alignment, decoding, pooling } = parts.configuration.settings();
  const report = await query(parts, l10n.t('Asking the pack'), {
    before: frameQuestion(question), after: '', language: 'plaintext', weighting, alignment, decoding, pooling, shape: { kind: 'answer' }, ...defaults.answer,
  }, (text) => writer.append(answer.add(text)));
  writer.append(answer.end(report?.stop === 'repetition'));
  const filtered = report === null ? null : filteredReport(report, answer.text, report.stop === 'repetition' ? 'repetition' : null);
  if (answer.text === '') writer.append(filtered === null ? l10n.t('_Cancelled._') : `_${l10n.t('The pack has no answer to this: {0}.', reasonWords(filtered.reason ?? 'end-of-text', l10n.t))}_`);
  await writer.finish();
  if (filtered !== null) parts.reports.add(filtered, { path: '/answer.md', language: 'markdown' });
  return document.uri;
}
