import { createHash } from 'node:crypto';
import type { Clock } from '../../src/base/clock.ts';
import { toDisposable, type Disposable } from '../../src/base/disposables.ts';
import type { CatalogueEntry, ModelSource } from '../../src/models/catalogue.ts';
import { buildGguf, soundModel } from './ggufBuilder.ts';

/** Waits pass at once and are added up; every look at the time is a second after the one before. */
export class SkippingClock implements Clock {
  waitedMs = 0;
  #now = 0;

  now(): number {
    return (this.#now += 1000);
  }

  after(ms: number, run: () => void): Disposable {
    const handle = setImmediate(() => {
      this.waitedMs += ms;
      run();
    });
    return toDisposable(() => clearImmediate(handle));
  }
}

/** A sound model file whose tensor data are not all alike, of about `bytes` bytes. */
export function sampleModel(bytes: number): Buffer {
  const rows = Math.floor(bytes / 256);
  const model = buildGguf({ ...soundModel, tensors: [{ name: 'token_embd.weight', dimensions: [64, rows], type: 0, bytes: 256 * rows }] });
  for (let at = model.length - 256 * rows, state = 1; at < model.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    model[at] = state >>> 16;
  }
  return model;
}

export const hubSource: ModelSource = { kind: 'hub', repository: 'owner/sample', revision: 'main', file: 'sample.gguf' };

export const entryFor = (content: Buffer, sources: readonly ModelSource[] = [hubSource]): CatalogueEntry => ({
  id: 'sample',
  name: 'Sample',
  fileName: 'sample.gguf',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0', mustAccept: false },
  parameters: 1,
  quantisation: 'F32',
  fim: true,
  contextLength: 2048,
  memoryBytes: 1,
  sources: [...sources],
});
