import { appendFileSync } from 'node:fs';
import { extensions } from 'vscode';
import type { PackllmApi } from '../../../src/editor/api.ts';
import type { RecordedReport } from '../../support/recorder.ts';

/** Entry of an extension that writes each finished request of the installed extension into a file, one line of JSON each. */
export async function activate(): Promise<void> {
  const api = await extensions.getExtension<PackllmApi>('packllm.packllm')?.activate();
  const file = process.env['PACKLLM_RECORD'];
  if (api === undefined || file === undefined) throw new Error('There is nothing to record.');
  api.onReport(({ report: { source, reason, text, alternatives = [] } }) => {
    const line: RecordedReport = { source, reason, text, alternatives: alternatives.length, requests: api.requests };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  });
  await api.whenReady;
  appendFileSync(file, '"ready"\n');
}
