import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { SlotCounts } from '../../src/editor/completion/timing/requestSlots.ts';
import type { CompletionReport } from '../../src/protocol/reports.ts';

/** What is kept of a finished request. */
export interface RecordedReport extends Pick<CompletionReport, 'source' | 'reason' | 'text'> {
  readonly alternatives: number;
  readonly requests: SlotCounts;
}

/** Reads what the recording extension writes inside the extension host while the test types outside of it. */
export class Recorder {
  /** Folder of the recording extension. */
  readonly extension: string;
  readonly #file: string;

  private constructor(extension: string, file: string) {
    this.extension = extension;
    this.#file = file;
  }

  /** Builds the extension; servers started from now on give it its file. */
  static async build(): Promise<Recorder> {
    const extension = resolve('artifacts/recorder');
    const file = join(extension, 'reports.jsonl');
    await mkdir(extension, { recursive: true });
    await rm(file, { force: true });
    await writeFile(join(extension, 'package.json'), JSON.stringify({
      name: 'packllm-recorder', publisher: 'packllm', version: '0.0.0', engines: { vscode: '^1.100.0' }, main: './recorder.cjs', activationEvents: ['onStartupFinished'],
    }));
    await build({ entryPoints: ['test/vscode/harness/recorder.ts'], bundle: true, platform: 'node', format: 'cjs', outfile: join(extension, 'recorder.cjs'), external: ['vscode'], logLevel: 'warning' });
    process.env['PACKLLM_RECORD'] = file;
    return new Recorder(extension, file);
  }

  /** Whether the pack is ready, and the requests that ended since. */
  async read(): Promise<{ readonly ready: boolean; readonly reports: readonly RecordedReport[] }> {
    const lines = (await readFile(this.#file, 'utf8').catch(() => '')).split('\n').filter((line) => line.endsWith('}') || line.endsWith('"')).map((line) => JSON.parse(line) as RecordedReport | 'ready');
    return { ready: lines.includes('ready'), reports: lines.filter((line) => line !== 'ready') };
  }
}
